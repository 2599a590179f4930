using DeAI.Chain.Primitives.Encoding;
using FsCheck;
using FsCheck.Fluent;

namespace DeAI.Chain.Primitives.Tests;

public sealed class RoundTripTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void Integers_Any_ComeBackFromTheirShortestForm()
    {
        Prop.ForAll<long>(v => Unsigned(unchecked((ulong)v)) && Signed(v)).Check(Many);
        for (int shift = 0; shift < 64; shift++)
        {
            for (int delta = -2; delta <= 2; delta++)
            {
                ulong value = unchecked((1UL << shift) + (ulong)delta);
                Assert.True(Unsigned(value), $"{value}");
                Assert.True(Signed(unchecked((long)value)), $"{unchecked((long)value)}");
                Assert.True(Signed(unchecked(-(long)value)), $"{unchecked(-(long)value)}");
            }
        }

        static bool Unsigned(ulong value)
        {
            CanonicalWriter writer = new();
            writer.Write(value);
            CanonicalReader reader = new(writer.WrittenSpan);
            int expected = value switch { <= 127 => 1, <= 255 => 2, <= 65535 => 3, <= uint.MaxValue => 5, _ => 9 };
            return reader.ReadUInt64() == value && reader.End().IsOk && writer.Length == expected;
        }

        static bool Signed(long value)
        {
            CanonicalWriter writer = new();
            writer.Write(value);
            CanonicalReader reader = new(writer.WrittenSpan);
            return reader.ReadInt64() == value && reader.End().IsOk;
        }
    }

    [Fact]
    public void Records_Any_ComeBack() =>
        Prop.ForAll<string, byte[], long>((text, data, number) =>
        {
            text = string.Concat((text ?? "").Where(c => !char.IsSurrogate(c)));
            Sample sample = Sample.Example(text, 0, 2) with { Data = new Blob(data ?? []), Signed = number, Unsigned = unchecked((ulong)number) };
            byte[] bytes = Canonical.Encode(sample);
            Result<Sample> read = Canonical.Decode<Sample>(bytes);
            return read.IsOk && read.Value == sample && Canonical.Encode(read.Value).AsSpan().SequenceEqual(bytes);
        }).Check(Many);

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void Lengths_AtEveryBoundary_ComeBack(int length)
    {
        Sample sample = Sample.Example(new string('a', length), length, Math.Min(length, 1000));
        Assert.Equal(sample, Canonical.Decode<Sample>(Canonical.Encode(sample)).Value);
    }

    [Fact]
    public void Encode_Golden_NeverChanges() =>
        Assert.Equal(
            "9dc3cfffffffffffffffffd38000000000000000d1ff7fcd0100ccc8a178c40100c420" + new string('0', 64) + "c440" + new string('0', 128)
            + "cf0000000100000000ce000111709192c000",
            Convert.ToHexStringLower(Canonical.Encode(Sample.Example("x", 1, 1) with { Children = [new Tree(null, 0)] })));
}
