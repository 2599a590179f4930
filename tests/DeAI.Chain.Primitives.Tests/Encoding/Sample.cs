using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Primitives.Tests;

/// <summary>Every type that the codec knows, in one record.</summary>
internal sealed record Sample(
    bool Flag,
    ulong Unsigned,
    long Signed,
    int Small,
    ushort Short,
    byte Tiny,
    string Text,
    Blob Data,
    Hash256 Hash,
    Signature Signature,
    Credits Credits,
    Height Height,
    Sequence<Tree> Children) : ICanonical<Sample>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(13);
        writer.Write(Flag);
        writer.Write(Unsigned);
        writer.Write(Signed);
        writer.Write(Small);
        writer.Write(Short);
        writer.Write(Tiny);
        writer.Write(Text);
        writer.Write(Data);
        writer.Write(Hash);
        writer.Write(Signature);
        writer.Write(Credits);
        writer.Write(Height);
        writer.Write(Children);
    }

    public static Sample Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(13);
        return new Sample(
            reader.ReadBoolean(),
            reader.ReadUInt64(),
            reader.ReadInt64(),
            reader.ReadInt32(),
            reader.ReadUInt16(),
            reader.ReadByte(),
            reader.ReadString(100_000),
            reader.ReadBlob(100_000),
            reader.ReadHash256(),
            reader.ReadSignature(),
            reader.ReadCredits(),
            reader.ReadHeight(),
            reader.ReadSequence<Tree>(1000));
    }

    public static Sample Example(string text = "häfen", int data = 300, int children = 17) => new(
        true,
        ulong.MaxValue,
        long.MinValue,
        -129,
        256,
        200,
        text,
        new Blob(new byte[data]),
        new Hash256(new byte[32]),
        new Signature(new byte[64]),
        new Credits(1UL << 32),
        new Height(70_000),
        Sequence.From(Enumerable.Range(0, children).Select(i => new Tree(i % 3 == 0 ? new Tree(null, -i) : null, i * 1000L))));
}
