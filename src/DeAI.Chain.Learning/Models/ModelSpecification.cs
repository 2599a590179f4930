using System.Collections.Immutable;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>A model and the rules of its training, as data. Its hash names it on chain; kernel version 1 fixes all that is not here.</summary>
/// <param name="KernelVersion">1.</param>
/// <param name="Widths">Features, hidden layers, and 2 for the heads: late (logistic) and minutes (Huber).</param>
/// <param name="LearningRates">By step of the task, the first from step 0, ascending.</param>
/// <param name="Tables">Hash of the frozen tables; the only valid value is <see cref="FrozenTablesHash"/>.</param>
/// <param name="LateMinutes">A row is late when its delay exceeds this.</param>
/// <param name="DelayLimitMinutes">Delays are cut to plus and minus this as targets.</param>
/// <param name="HuberDelta">Where the Huber loss turns linear, in 1/32 minute, 1 to 1024.</param>
/// <param name="DelayWeightShift">The minutes' loss counts 2^-shift beside the logistic loss, 0 to 5.</param>
public sealed record ModelSpecification(
    int KernelVersion,
    Sequence<int> Widths,
    Sequence<LearningRateStep> LearningRates,
    Hash256 Tables,
    int LateMinutes,
    int DelayLimitMinutes,
    int HuberDelta,
    int DelayWeightShift) : ICanonical<ModelSpecification>
{
    public const int MaxLayers = 4;
    public const int MaxWidth = 256;
    public const int MaxLearningRates = 64;
    public const int MaxDelayLimitMinutes = 480;

    /// <summary>Rows of a data block, which is also the batch of a step.</summary>
    public const int BatchRows = 256;

    public static Hash256 FrozenTablesHash => FrozenTables.Hash;

    /// <summary>Numbers in a row; 0 where the widths are missing, which <see cref="Validate"/> refuses: a decoded value can be shown before it is checked.</summary>
    public int Features => Widths.Count == 0 ? 0 : Widths[0];

    /// <summary>The specification's name on chain.</summary>
    public Hash256 Id => DomainHash.Of("deai.learning.model.v1", Canonical.Encode(this));

    /// <summary>A specification with this kernel's tables.</summary>
    public static ModelSpecification Create(
        ReadOnlySpan<int> widths,
        ReadOnlySpan<LearningRateStep> learningRates,
        int lateMinutes = 15,
        int delayLimitMinutes = 180,
        int huberDelta = 512,
        int delayWeightShift = 0) =>
        new(1, Sequence.Create(widths), Sequence.Create(learningRates), FrozenTables.Hash, lateMinutes, delayLimitMinutes, huberDelta, delayWeightShift);

    /// <summary>Whether training by this specification is defined and provably free of overflow (bounds in the README).</summary>
    public Result Validate() => SpecificationRules.Check(this);

    /// <summary>The rate in force at a step of the task.</summary>
    public LearningRateStep RateAt(ulong step)
    {
        LearningRateStep rate = LearningRates[0];
        foreach (LearningRateStep entry in LearningRates.Span)
        {
            rate = entry.FromStep <= step ? entry : rate;
        }

        return rate;
    }

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(8);
        writer.Write(KernelVersion);
        writer.WriteArrayHeader(Widths.Count);
        foreach (int width in Widths.Span)
        {
            writer.Write(width);
        }

        writer.Write(LearningRates);
        writer.Write(Tables);
        writer.Write(LateMinutes);
        writer.Write(DelayLimitMinutes);
        writer.Write(HuberDelta);
        writer.Write(DelayWeightShift);
    }

    public static ModelSpecification Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(8);
        int version = reader.ReadInt32();
        int count = reader.ReadArrayHeaderUpTo(MaxLayers + 1);
        ImmutableArray<int>.Builder widths = ImmutableArray.CreateBuilder<int>(count);
        for (int i = 0; i < count; i++)
        {
            widths.Add(reader.ReadInt32());
        }

        Sequence<LearningRateStep> rates = reader.ReadSequence<LearningRateStep>(MaxLearningRates);
        Hash256 tables = reader.ReadHash256();
        int late = reader.ReadInt32();
        int limit = reader.ReadInt32();
        int delta = reader.ReadInt32();
        return new ModelSpecification(
            version, new Sequence<int>(widths.DrainToImmutable()), rates, tables, late, limit, delta, reader.ReadInt32());
    }
}
