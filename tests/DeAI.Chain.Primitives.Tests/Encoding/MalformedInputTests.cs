using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Primitives.Tests;

public sealed class MalformedInputTests
{
    [Fact]
    public void Decode_TruncatedAtEachByte_IsRefused()
    {
        byte[] bytes = Canonical.Encode(Sample.Example());
        for (int length = 0; length < bytes.Length; length++)
        {
            Result<Sample> read = Canonical.Decode<Sample>(bytes.AsSpan(0, length));
            Assert.Equal(EncodingErrors.Truncated, read.Refusal!.Code);
        }

        Assert.Equal(Sample.Example(), Canonical.Decode<Sample>(bytes).Value);
    }

    [Fact]
    public void Decode_TrailingBytes_IsRefused()
    {
        byte[] bytes = Canonical.Encode(Sample.Example());
        for (int tail = 0; tail < 256; tail++)
        {
            Assert.Equal(EncodingErrors.TrailingBytes, Canonical.Decode<Sample>([.. bytes, (byte)tail]).Refusal!.Code);
        }
    }

    /// <summary>Whatever is accepted is the one encoding of what was read: no second form exists anywhere.</summary>
    [Fact]
    public void Decode_EveryByteReplacedByEveryOther_IsRefusedOrEncodesToItself()
    {
        byte[] bytes = Canonical.Encode(Sample.Example("x", 3, 4));
        int accepted = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            for (int b = 0; b < 256; b++)
            {
                byte[] changed = [.. bytes];
                changed[i] = (byte)b;
                Result<Sample> read = Canonical.Decode<Sample>(changed);
                if (read.IsOk)
                {
                    accepted++;
                    Assert.Equal(changed, Canonical.Encode(read.Value));
                }
            }
        }

        Assert.True(accepted > bytes.Length);
    }

    [Theory]
    [InlineData(40_000, 1)]
    [InlineData(40_000, 2)]
    [InlineData(20_000, 3)]
    public void Decode_RandomInput_NeverThrows(int count, int seed)
    {
        Random random = new(seed);
        byte[] genuine = Canonical.Encode(Sample.Example("x", 3, 4));
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = seed == 1 ? new byte[random.Next(64)] : [.. genuine];
            if (seed == 1)
            {
                random.NextBytes(bytes);
                Assert.False(Canonical.Decode<Sample>(bytes).IsOk);
            }

            for (int changes = seed == 1 ? 0 : random.Next(1, 6); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ReadOnlySpan<byte> input = seed == 3 ? bytes.AsSpan(random.Next(bytes.Length)) : bytes;
            Result<Sample> sample = Canonical.Decode<Sample>(input);
            Result<Tree> tree = Canonical.Decode<Tree>(input);
            Result<byte[]> any = GenericReader.Reencode(input);
            Assert.True(!sample.IsOk || Canonical.Encode(sample.Value).AsSpan().SequenceEqual(input));
            Assert.True(!tree.IsOk || Canonical.Encode(tree.Value).AsSpan().SequenceEqual(input));
            Assert.True(!any.IsOk || any.Value.AsSpan().SequenceEqual(input));
        }
    }

    [Fact]
    public void Decode_NestedDeeperThanTheLimit_IsTooDeepAndEnds()
    {
        Tree tree = new(null, 0);
        for (int depth = 1; depth <= 32; depth++)
        {
            tree = new Tree(tree, depth);
        }

        Assert.Equal(tree, Canonical.Decode<Tree>(Canonical.Encode(tree)).Value);
        Assert.Equal(EncodingErrors.TooDeep, Canonical.Decode<Tree>(Canonical.Encode(new Tree(tree, 33))).Refusal!.Code);

        byte[] deep = [.. Enumerable.Repeat((byte)0x92, 1_000_000)];
        Assert.Equal(EncodingErrors.TooDeep, Canonical.Decode<Tree>(deep).Refusal!.Code);
    }

    /// <summary>After a failure a self-holding type finds no nil to stop at; its decoder must end all the same.</summary>
    [Fact]
    public void Decode_SelfHoldingTypeFailsEarly_Ends() => Assert.False(Canonical.Decode<Tree>([0xc1]).IsOk);

    [Theory]
    [InlineData("c6ffffffff")]
    [InlineData("c67fffffff")]
    [InlineData("c5ffff")]
    [InlineData("dbffffffff")]
    [InlineData("ddffffffff")]
    [InlineData("dd7fffffff")]
    [InlineData("dcffff")]
    public void Read_AnnouncedLengthBeyondTheInput_IsRefusedWithoutTheMemory(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        long before = GC.GetAllocatedBytesForCurrentThread();
        CanonicalReader reader = new(bytes);
        switch (bytes[0])
        {
            case 0xc5 or 0xc6:
                reader.ReadBlob(int.MaxValue);
                break;
            case 0xdb:
                reader.ReadString(int.MaxValue);
                break;
            default:
                reader.ReadSequence<Tree>(int.MaxValue);
                break;
        }

        Assert.Contains(reader.Failure!.Code, new[] { EncodingErrors.Truncated, EncodingErrors.TooLong });
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 65_536);
    }

    [Theory]
    [InlineData("a1ff")]
    [InlineData("a2c080")] // overlong NUL
    [InlineData("a3eda080")] // a lone surrogate
    [InlineData("a4f4908080")] // beyond U+10FFFF
    [InlineData("a1c3")] // cut in the middle
    public void ReadString_NotUtf8_IsBadText(string hex)
    {
        CanonicalReader reader = new(Convert.FromHexString(hex));
        Assert.Equal(string.Empty, reader.ReadString(10));
        Assert.Equal(EncodingErrors.BadText, reader.Failure!.Code);
    }

    [Fact]
    public void Write_LoneSurrogate_Throws() =>
        Assert.ThrowsAny<ArgumentException>(() => new CanonicalWriter().Write("\ud800"));

    [Fact]
    public void Read_LongerThanPermitted_IsTooLong()
    {
        CanonicalReader text = new([0xa2, 0x61, 0x61]);
        text.ReadString(1);
        CanonicalReader data = new([0xc4, 2, 1, 1]);
        data.ReadBinary(1);
        CanonicalReader list = new([0x92, 1, 1]);
        list.ReadArrayHeaderUpTo(1);
        Assert.All(new[] { text.Failure, data.Failure, list.Failure }, f => Assert.Equal(EncodingErrors.TooLong, f!.Code));
    }

    [Theory]
    [InlineData("c40101")] // shorter
    [InlineData("c40303")] // longer, and cut off as well: its size is what is wrong with it
    [InlineData("c6ffffffff")]
    public void ReadBinaryOf_AnotherLength_IsWrongLength(string hex)
    {
        CanonicalReader reader = new(Convert.FromHexString(hex));
        Assert.True(reader.ReadBinaryOf(2).IsEmpty);
        Assert.Equal(EncodingErrors.WrongLength, reader.Failure!.Code);
    }

    [Theory]
    [InlineData("91")]
    [InlineData("95")]
    [InlineData("ddffffffff")]
    public void ReadArrayHeader_FieldsOutsideTheBounds_IsWrongLength(string hex)
    {
        CanonicalReader reader = new(Convert.FromHexString(hex));
        Assert.Equal(0, reader.ReadArrayHeader(2, 4));
        Assert.Equal(EncodingErrors.WrongLength, reader.Failure!.Code);
    }

    [Theory]
    [InlineData("cd0100", 255UL)]
    [InlineData("ce00010000", 65535UL)]
    [InlineData("cf0000000100000000", 4294967295UL)]
    public void ReadNarrow_ValueTooLarge_IsOutOfRange(string hex, ulong max)
    {
        CanonicalReader reader = new(Convert.FromHexString(hex));
        ulong value = max switch { 255 => reader.ReadByte(), 65535 => reader.ReadUInt16(), _ => reader.ReadUInt32() };
        Assert.Equal(0UL, value);
        Assert.Equal(EncodingErrors.OutOfRange, reader.Failure!.Code);
    }

    [Fact]
    public void ReadInt64_AboveItsRange_IsOutOfRange()
    {
        CanonicalReader reader = new(Convert.FromHexString("cf8000000000000000"));
        reader.ReadInt64();
        Assert.Equal(EncodingErrors.OutOfRange, reader.Failure!.Code);
    }

    [Fact]
    public void Fail_Twice_TheFirstStaysAndNothingMoreIsRead()
    {
        CanonicalReader reader = new([0x01, 0x02]);
        reader.Fail(EncodingErrors.WrongType, "first");
        reader.Fail(EncodingErrors.TooLong, "second");
        Assert.Equal(0UL, reader.ReadUInt64());
        Assert.Equal(0, reader.Position);
        Assert.Equal(EncodingErrors.WrongType, reader.End().Refusal!.Code);
    }
}
