using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>Base64 of binary headers: written without padding, read with or without (gRPC over HTTP/2).</summary>
internal static class Base64
{
    public static string Encode(ByteString value) => Convert.ToBase64String(value.Span).TrimEnd('=');

    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out ByteString? value)
    {
        value = null;
        ReadOnlySpan<char> digits = text.TrimEnd('=');
        int padding = (4 - (digits.Length % 4)) % 4;
        if (padding == 3 || text.Length - digits.Length > 2)
        {
            return false;
        }

        byte[] buffer = new byte[(digits.Length + padding) / 4 * 3];
        if (!Convert.TryFromBase64String(string.Concat(digits, "==".AsSpan(0, padding)), buffer, out int written))
        {
            return false;
        }

        value = UnsafeByteOperations.UnsafeWrap(buffer.AsMemory(0, written));
        return true;
    }
}
