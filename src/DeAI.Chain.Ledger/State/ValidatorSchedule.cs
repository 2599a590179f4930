using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Ledger.State;

/// <summary>Which validators decide the current epoch, and which the next.</summary>
/// <remarks>
/// A block that leaves current and next different closes its epoch (consensus design, "Epochs"). The ledger makes next the current set at the
/// first block of the new epoch.
/// </remarks>
public static class ValidatorSchedule
{
    private static readonly StateTable<ValidatorSet> Sets = new(SystemTables.Module, SystemTables.Validators);

    private static ReadOnlySpan<byte> CurrentRow => "current"u8;

    private static ReadOnlySpan<byte> NextRow => "next"u8;

    public static ValidatorSet Current(IStateReader state) => Required(state, CurrentRow);

    public static ValidatorSet Next(IStateReader state) => Required(state, NextRow);

    /// <summary>Schedules a set for the next epoch; the caller has checked it by <see cref="ValidatorSet.Check"/>.</summary>
    /// <exception cref="ArgumentException">It does not pass: stored, such a set would stop every node.</exception>
    public static void SetNext(IStateWriter state, ValidatorSet set)
    {
        if (set.Check().Refusal is { } refusal)
        {
            throw new ArgumentException(refusal.ToString(), nameof(set));
        }

        Sets.Put(state, NextRow, set);
    }

    /// <summary>What headers commit to: H("deai.validators.v1", the set's canonical encoding).</summary>
    public static Hash256 HashOf(ValidatorSet set) => DomainHash.Of("deai.validators.v1", Canonical.Encode(set));

    /// <summary>The state key of the next epoch's set, for proofs.</summary>
    public static byte[] KeyOfNext() => Sets.KeyOf(NextRow);

    internal static void SetCurrent(IStateWriter state, ValidatorSet set) => Sets.Put(state, CurrentRow, set);

    private static ValidatorSet Required(IStateReader state, ReadOnlySpan<byte> row) =>
        Sets.TryGet(state, row, out ValidatorSet? set) ? set : throw new StateCorruptException("The state holds no validator set.");
}
