using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>Where a node listens: a host name, an IPv4 address or an IPv6 address, and a TCP port.</summary>
/// <param name="Host">Without brackets.</param>
/// <param name="Port">0 to 65535. 0 means "any free port", which only a listener may use.</param>
public readonly record struct PeerAddress(string Host, int Port)
{
    /// <summary>Longest text form: a DNS name of 253 characters, a colon and five digits.</summary>
    public const int MaxTextLength = 259;

    private const int MaxHostLength = 253;

    /// <summary>Parses <c>host:port</c>; IPv6 stands in brackets, <c>[::1]:7000</c>.</summary>
    /// <returns>The address, or <see cref="NetworkErrors.BadAddress"/> with what is wrong.</returns>
    public static Result<PeerAddress> Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxTextLength)
        {
            return Refuse($"expected host:port of 1 to {MaxTextLength} characters, found {text?.Length ?? 0} characters");
        }

        int colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            return Refuse($"'{text}' has no port; write host:port");
        }

        ReadOnlySpan<char> digits = text.AsSpan(colon + 1);
        if (!ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) || port == 0)
        {
            return Refuse($"'{digits}' in '{text}' is not a port from 1 to 65535");
        }

        return text[0] == '[' ? ParseBracketed(text, colon, port) : ParsePlain(text, text[..colon], port);
    }

    public override string ToString() => (Host ?? string.Empty).Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static Result<PeerAddress> ParseBracketed(string text, int colon, int port)
    {
        if (text[colon - 1] != ']'
            || !IPAddress.TryParse(text.AsSpan(1, Math.Max(0, colon - 2)), out IPAddress? address)
            || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return Refuse($"'{text}' does not hold an IPv6 address in brackets, as in [::1]:7000");
        }

        return Result.Of(new PeerAddress(address.ToString(), port));
    }

    private static Result<PeerAddress> ParsePlain(string text, string host, int port)
    {
        if (host.Contains(':'))
        {
            return Refuse($"'{text}' looks like IPv6; write it in brackets, as in [::1]:7000");
        }

        if (host.Length is 0 or > MaxHostLength || !IsHostName(host))
        {
            return Refuse($"'{host}' in '{text}' is not a host name");
        }

        return Result.Of(new PeerAddress(host, port));
    }

    /// <summary>Labels of letters, digits, hyphens and underscores (container networks use them), none empty.</summary>
    private static bool IsHostName(string host)
    {
        foreach (string label in host.Split('.'))
        {
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (char c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static Result<PeerAddress> Refuse(string detail) => Result.Refuse<PeerAddress>(NetworkErrors.BadAddress, detail);
}
