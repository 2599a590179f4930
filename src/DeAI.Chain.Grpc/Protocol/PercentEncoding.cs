using System.Buffers;
using System.Text;

namespace DeAI.Chain.Grpc;

/// <summary>The encoding of <c>grpc-message</c>: UTF-8, with every byte outside 0x20..0x7E and the percent sign as %XX (gRPC over HTTP/2).</summary>
internal static class PercentEncoding
{
    /// <summary>Longest message sent, in UTF-16 units: peers bound their header blocks, at 8 KiB commonly.</summary>
    public const int MaxMessageChars = 1024;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !\"#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public static string Encode(string message)
    {
        if (message.Length > MaxMessageChars)
        {
            int cut = char.IsHighSurrogate(message[MaxMessageChars - 1]) ? MaxMessageChars - 1 : MaxMessageChars;
            message = message[..cut];
        }

        if (!message.AsSpan().ContainsAnyExcept(Plain))
        {
            return message;
        }

        var encoded = new StringBuilder(message.Length + 16);
        foreach (byte unit in Encoding.UTF8.GetBytes(message))
        {
            if (Plain.Contains((char)unit))
            {
                encoded.Append((char)unit);
            }
            else
            {
                encoded.Append('%').Append(unit.ToString("X2"));
            }
        }

        return encoded.ToString();
    }

    /// <summary>Never fails: a broken escape stays as it is, as the specification asks.</summary>
    public static string Decode(string encoded)
    {
        if (!encoded.Contains('%'))
        {
            return encoded;
        }

        byte[] source = Encoding.UTF8.GetBytes(encoded);
        byte[] target = new byte[source.Length];
        int written = 0;
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] == (byte)'%' && i + 2 < source.Length
                && char.IsAsciiHexDigit((char)source[i + 1]) && char.IsAsciiHexDigit((char)source[i + 2]))
            {
                target[written++] = Convert.FromHexString([(char)source[i + 1], (char)source[i + 2]])[0];
                i += 2;
            }
            else
            {
                target[written++] = source[i];
            }
        }

        return Encoding.UTF8.GetString(target, 0, written);
    }
}
