using System.Buffers.Binary;
using System.Text;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>The payloads of control frames: a kind byte, then a body whose shape the kind fixes.</summary>
internal static class ControlFrames
{
    public const int NonceLength = 8;

    private const int MaxReasonLength = 64;

    public static byte[] Hello(ReadOnlySpan<byte> encodedHello) => [(byte)ControlKind.Hello, .. encodedHello];

    public static byte[] Ping(ulong nonce) => WithNonce(ControlKind.Ping, nonce);

    public static byte[] Pong(ulong nonce) => WithNonce(ControlKind.Pong, nonce);

    public static byte[] Goodbye(ReasonCode reason) => [(byte)ControlKind.Goodbye, .. Encoding.ASCII.GetBytes(reason.ToString())];

    public static bool TryReadNonce(ReadOnlySpan<byte> body, out ulong nonce) => BinaryPrimitives.TryReadUInt64BigEndian(body, out nonce)
        && body.Length == NonceLength;

    /// <summary>The reason, or <c>unstated</c> where it is not a reason code: what a peer sends must not write itself into logs.</summary>
    public static ReasonCode ReadReason(ReadOnlySpan<byte> body)
    {
        bool clean = body.Length is > 0 and <= MaxReasonLength;
        foreach (byte b in body)
        {
            clean &= b is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'_' or (byte)'.';
        }

        return new ReasonCode(clean ? Encoding.ASCII.GetString(body) : "unstated");
    }

    private static byte[] WithNonce(ControlKind kind, ulong nonce)
    {
        byte[] payload = new byte[1 + NonceLength];
        payload[0] = (byte)kind;
        BinaryPrimitives.WriteUInt64BigEndian(payload.AsSpan(1), nonce);
        return payload;
    }
}
