using FsCheck;
using FsCheck.Fluent;

namespace DeAI.Chain.Primitives.Tests;

public sealed class ValueTests
{
    [Fact]
    public void Refusal_DetailThatQuotesItsInput_IsCutBetweenCharacters()
    {
        ReasonCode code = new("test.reason");
        string longest = new('x', Refusal.MaxDetailLength);
        Assert.Equal(longest, new Refusal(code, longest).Detail);
        for (int before = 0; before < 2; before++)
        {
            string text = new string('x', before) + string.Concat(Enumerable.Repeat("\U0001F4A5", 5_000));
            string cut = new Refusal(code, text).Detail;
            Assert.InRange(cut.Length, Refusal.MaxDetailLength - 1, Refusal.MaxDetailLength);
            Assert.EndsWith($"({text.Length} characters)", cut);
            Assert.Equal(cut, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(cut)));
        }
    }

    [Fact]
    public void Bytes32_AnyBytes_ComeBackAndOrderAsByteStrings() =>
        Prop.ForAll<int>(seed =>
        {
            Random random = new(seed);
            byte[] a = new byte[32];
            byte[] b = new byte[32];
            random.NextBytes(a);
            a.AsSpan(0, random.Next(33)).CopyTo(b);
            Bytes32 left = new(a);
            Bytes32 right = new(b);
            int order = Math.Sign(a.AsSpan().SequenceCompareTo(b));
            return left.ToArray().AsSpan().SequenceEqual(a)
                && Math.Sign(left.CompareTo(right)) == order
                && (left < right) == (order < 0)
                && (left >= right) == (order >= 0)
                && (left == right) == (order == 0)
                && Bytes32.TryParse(left.ToString(), out Bytes32 parsed)
                && parsed == left
                && Bytes32.TryParse(left.ToString().ToUpperInvariant(), out parsed)
                && parsed == left
                && left.Leading == System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(a);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes32_BitAndNibble_CountFromTheTop()
    {
        byte[] bytes = new byte[32];
        new Random(2).NextBytes(bytes);
        Bytes32 value = new(bytes);
        for (int i = 0; i < 256; i++)
        {
            Assert.Equal(((bytes[i / 8] >> (7 - (i % 8))) & 1) != 0, value.Bit(i));
        }

        for (int i = 0; i < 64; i++)
        {
            Assert.Equal(Convert.ToInt32(value.ToString()[i].ToString(), 16), value.Nibble(i));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000g")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(" 00000000000000000000000000000000000000000000000000000000000000 0")]
    public void TryParse_NotSixtyFourDigits_IsFalse(string? text)
    {
        Assert.False(Bytes32.TryParse(text, out Bytes32 value));
        Assert.True(value.IsZero);
        Assert.False(Hash256.TryParse(text, out _));
        Assert.False(PublicKey.TryParse(text, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Bytes32_WrongLength_Throws(int length) => Assert.Throws<ArgumentException>(() => new Bytes32(new byte[length]));

    [Theory]
    [InlineData(63)]
    [InlineData(65)]
    public void Signature_WrongLength_Throws(int length) => Assert.Throws<ArgumentException>(() => new Signature(new byte[length]));

    [Fact]
    public void Signature_Bytes_ComeBack()
    {
        byte[] bytes = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
        Assert.Equal(bytes, new Signature(bytes).ToArray());
        Assert.Equal(Convert.ToHexStringLower(bytes), new Signature(bytes).ToString());
        Assert.True(default(Signature).IsDefault);
    }

    [Fact]
    public void Credits_AnyTwo_AddAndSubtractExactlyOrSayTheyCannot() =>
        Prop.ForAll<ulong, ulong>((a, b) =>
        {
            UInt128 sum = (UInt128)a + b;
            bool added = new Credits(a).TryAdd(new Credits(b), out Credits total);
            bool taken = new Credits(a).TrySubtract(new Credits(b), out Credits rest);
            return added == (sum <= ulong.MaxValue)
                && (!added || total.Value == (ulong)sum)
                && taken == (a >= b)
                && (!taken || rest.Value == a - b);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Credits_AtTheEdge_RefuseOrThrow()
    {
        Credits most = new(ulong.MaxValue);
        Assert.True(most.TryAdd(Credits.Zero, out _));
        Assert.False(most.TryAdd(new Credits(1), out _));
        Assert.False(Credits.Zero.TrySubtract(new Credits(1), out _));
        Assert.Throws<OverflowException>(() => most + new Credits(1));
        Assert.Throws<OverflowException>(() => Credits.Zero - new Credits(1));
        Assert.Throws<OverflowException>(() => most.MultiplyDivide(2, 1));
        Assert.Throws<DivideByZeroException>(() => most.MultiplyDivide(1, 0));
        Assert.Equal(most, most.MultiplyDivide(ulong.MaxValue, ulong.MaxValue));
        Assert.Equal(new Credits(3), new Credits(10).MultiplyDivide(1, 3));
        Assert.Equal(new Points(6), new Points(10).MultiplyDivide(2, 3));
    }

    [Fact]
    public void Result_Refused_HasReasonAndNoValue()
    {
        ReasonCode code = new("test.reason");
        Result<int> refused = Result.Refuse<int>(code, "because");
        Assert.False(refused.IsOk);
        Assert.False(refused.TryGet(out _, out Refusal? refusal));
        Assert.Equal("test.reason: because", refusal!.ToString());
        Assert.Throws<InvalidOperationException>(() => refused.Value);
        Assert.Equal(7, Result.Of(7).Value);
        Assert.True(Result.Of(7).TryGet(out int value, out _));
        Assert.Equal(7, value);
        Assert.True(Result.Ok.IsOk);
        Assert.Equal(code, Result.Refuse(code, "x").Refusal!.Code);
        Assert.True(default(ReasonCode).IsDefault);
    }

    [Fact]
    public void Blob_SameBytes_AreEqualWhereverTheyLie()
    {
        byte[] bytes = [1, 2, 3, 4];
        Blob copy = Blob.CopyOf(bytes.AsSpan(1, 2));
        Blob slice = new(bytes.AsMemory(1, 2));
        Assert.Equal(copy, slice);
        Assert.Equal(copy.GetHashCode(), slice.GetHashCode());
        Assert.NotEqual(copy, new Blob(bytes));
        bytes[1] = 9;
        Assert.NotEqual(copy, slice);
        Assert.Equal(Blob.Empty, default);
        Assert.Contains("(40 bytes)", new Blob(new byte[40]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sequence_SameItems_AreEqual()
    {
        Sequence<Height> a = [new(1), new(2)];
        Sequence<Height> b = Sequence.From(new[] { new Height(1), new Height(2) });
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.NotEqual(a, [new(2), new(1)]);
        Assert.NotEqual(a, [new(1)]);
        Assert.Equal(default, Sequence.From(Array.Empty<Height>()));
        Assert.Empty(default(Sequence<Height>));
        Assert.Equal("[1, 2]", a.ToString());
        Assert.Equal(new Height(2), a[1]);
    }

    [Fact]
    public void Next_LastNumber_Throws()
    {
        Assert.Equal(new Height(1), default(Height).Next);
        Assert.Throws<OverflowException>(() => new Height(ulong.MaxValue).Next);
        Assert.Throws<OverflowException>(() => new ModuleId(ushort.MaxValue).Next);
    }
}
