using DeAI.Chain.Primitives;
using Google.Protobuf;

namespace DeAI.Chain.Api.Translation;

/// <summary>Single fields between the wire and the ledger's types; a field that cannot be read fails the call with INVALID_ARGUMENT.</summary>
internal static class Fields
{
    public static ByteString Of(Bytes32 value) => UnsafeByteOperations.UnsafeWrap(value.ToArray());

    public static ByteString Of(Hash256 value) => Of(value.Value);

    public static ByteString Of(AccountId value) => Of(value.Value);

    public static ByteString Of(PublicKey value) => Of(value.Value);

    public static ByteString Of(Blob value) => UnsafeByteOperations.UnsafeWrap(value.Memory);

    public static ByteString OrEmpty(Hash256 value) => value.IsDefault ? ByteString.Empty : Of(value);

    public static Bytes32 Bytes32(ByteString bytes, string field) =>
        bytes.Length == Primitives.Bytes32.Length
            ? new Bytes32(bytes.Span)
            : throw ErrorTable.Exception(ApiErrors.BadField, $"{field} has {bytes.Length} bytes, expected {Primitives.Bytes32.Length}");

    public static Hash256 Hash(ByteString bytes, string field) => new(Bytes32(bytes, field));

    public static AccountId Account(ByteString bytes, string field) => new(Bytes32(bytes, field));

    /// <summary>0 stands for the default; more than the most is cut to it (AIP-158).</summary>
    public static int PageSize(uint asked, int standard, int most) => asked == 0 ? standard : (int)Math.Min(asked, (uint)most);
}
