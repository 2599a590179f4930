using System.Buffers.Text;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using Google.Protobuf;

namespace DeAI.Chain.Api.Translation;

/// <summary>
/// An opaque page token: a digest of the method and of the request's other fields, then the place to go on from. A token of another
/// method or another request is refused (AIP-158).
/// </summary>
internal static class PageToken
{
    private const int TagBytes = 8;
    private const int MaxBytes = 512;

    /// <param name="scope">The request with page size and token cleared.</param>
    public static string Of(string method, IMessage scope, ReadOnlySpan<byte> place)
    {
        byte[] bytes = new byte[TagBytes + place.Length];
        Tag(method, scope, bytes);
        place.CopyTo(bytes.AsSpan(TagBytes));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The place in a token; empty for an empty token.</summary>
    public static byte[] Read(string method, IMessage scope, string token, int placeBytes)
    {
        if (token.Length == 0)
        {
            return [];
        }

        byte[] bytes = new byte[MaxBytes];
        int written = 0;
        if (token.Length > MaxBytes
            || Base64Url.DecodeFromChars(token, bytes, out _, out written) != System.Buffers.OperationStatus.Done
            || written != TagBytes + placeBytes)
        {
            throw Refused();
        }

        byte[] expected = new byte[TagBytes];
        Tag(method, scope, expected);
        return bytes.AsSpan(0, TagBytes).SequenceEqual(expected) ? bytes[TagBytes..written] : throw Refused();
    }

    private static void Tag(string method, IMessage scope, Span<byte> destination)
    {
        Hash256 digest = DomainHash.Of("deai.api.page_token.v1", System.Text.Encoding.ASCII.GetBytes(method), scope.ToByteArray());
        digest.ToArray().AsSpan(0, TagBytes).CopyTo(destination);
    }

    private static Grpc.GrpcException Refused() =>
        ErrorTable.Exception(ApiErrors.BadPageToken, "the token is not one that this method made for this request");
}
