using System.Buffers.Binary;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api.Services;

/// <summary>Where a search goes on, newest first: the block, and the highest index in it that is not yet seen.</summary>
internal readonly record struct SearchPlace(ulong Height, int Index)
{
    public const int Bytes = sizeof(ulong) + sizeof(int);

    public static SearchPlace Start(ReadOnlySpan<byte> token, ulong toHeight, Height tip)
    {
        ulong newest = toHeight == 0 ? tip.Value : Math.Min(toHeight, tip.Value);
        return token.IsEmpty
            ? new SearchPlace(newest, int.MaxValue)
            : new SearchPlace(Math.Min(BinaryPrimitives.ReadUInt64BigEndian(token), tip.Value), BinaryPrimitives.ReadInt32BigEndian(token[sizeof(ulong)..]));
    }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Height);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(sizeof(ulong)), Index);
        return bytes;
    }
}
