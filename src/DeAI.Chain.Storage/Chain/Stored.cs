using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Storage.Chain;

/// <summary>Reads canonical values, and takes bytes that do not decode for what they are: damage.</summary>
internal static class Stored
{
    public static T? Read<T>(RocksDatabase database, ColumnFamily family, ReadOnlySpan<byte> key, RocksSnapshot? snapshot = null)
        where T : class, ICanonical<T>
    {
        byte[]? bytes = database.Get(family, key, snapshot);
        return bytes is null ? null : Decode<T>(bytes, family, key);
    }

    public static T Decode<T>(ReadOnlySpan<byte> bytes, ColumnFamily family, ReadOnlySpan<byte> key)
        where T : ICanonical<T> =>
        Canonical.Decode<T>(bytes).TryGet(out T value, out Refusal? refusal)
            ? value
            : throw new StorageCorruptException($"The {typeof(T).Name} under {Convert.ToHexStringLower(key)} in '{family.Name}' is damaged: {refusal}.");
}
