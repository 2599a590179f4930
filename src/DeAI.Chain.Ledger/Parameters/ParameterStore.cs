using System.Text;
using DeAI.Chain.Ledger.State;

using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Parameters;

/// <summary>The parameters' values in the state.</summary>
public static class ParameterStore
{
    private static readonly StateTable<StoredNumber> Values = new(SystemTables.Module, SystemTables.Parameters);

    /// <summary>The value in force: the stored one, or the definition's default.</summary>
    public static ulong Get(IStateReader state, ParameterDefinition definition) =>
        Values.TryGet(state, Row(definition), out StoredNumber stored) ? stored.Value : definition.Default;

    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds: the caller did not check.</exception>
    public static void Set(IStateWriter state, ParameterDefinition definition, ulong value)
    {
        if (value < definition.Min || value > definition.Max)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"{definition.Name} lies in {definition.Min}..{definition.Max}.");
        }

        Values.Put(state, Row(definition), new StoredNumber(value));
    }

    /// <summary>The state key of a parameter's value, for proofs.</summary>
    public static byte[] KeyOf(ParameterDefinition definition) => Values.KeyOf(Row(definition));

    private static byte[] Row(ParameterDefinition definition) => Encoding.ASCII.GetBytes(definition.Name);

    private readonly record struct StoredNumber(ulong Value) : ICanonical<StoredNumber>
    {
        public void Encode(CanonicalWriter writer) => writer.Write(Value);

        public static StoredNumber Decode(ref CanonicalReader reader) => new(reader.ReadUInt64());
    }
}
