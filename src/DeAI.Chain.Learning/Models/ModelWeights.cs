using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>A model as it is published: int32 Q20 masters in the order of <see cref="ModelShape"/>.</summary>
public sealed record ModelWeights(Sequence<int> Values) : ICanonical<ModelWeights>
{
    /// <summary>Four layers of the greatest width and their biases fit.</summary>
    public const int MaxCount = 1 << 18;

    public Hash256 Hash => DomainHash.Of("deai.learning.weights.v1", Int32Bytes.ToBytes(Values.Span));

    /// <summary>Whether these are weights of such a model, inside the kernel's bounds.</summary>
    public Result Validate(ModelSpecification specification)
    {
        ModelShape shape = new(specification);
        if (Values.Count != shape.ParameterCount)
        {
            return Result.Refuse(TrainingErrors.WrongCount, $"{Values.Count} weights, the model has {shape.ParameterCount}");
        }

        return shape.InBounds(Values.Span) ? Result.Ok : Result.Refuse(TrainingErrors.BadModel, "a weight is out of the kernel's bounds");
    }

    /// <summary>The state in which every run of a round starts: these weights, momentum zero.</summary>
    public ModelState ToState() => new(Values, Sequence.Create<int>(new int[Values.Count]));

    public void Encode(CanonicalWriter writer) => Int32Bytes.Write(writer, Values);

    public static ModelWeights Decode(ref CanonicalReader reader) => new(Int32Bytes.Read(ref reader, MaxCount));
}
