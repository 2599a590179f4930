using DeAI.Chain.Storage.Checksums;

namespace DeAI.Chain.Storage.Tests.Checksums;

public sealed class Crc32CTests
{
    // RFC 3720, appendix B.4, and the check value of the CRC catalogue.
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8a9136aau)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 0x62a8ab43u)]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0x46dd794eu)]
    [InlineData("1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100", 0x113fdb5cu)]
    [InlineData("01c000000000000000000000000000001400000000000400000000140000001828000000000000000200000000000000", 0xd9963a56u)]
    [InlineData("313233343536373839", 0xe3069283u)]
    [InlineData("", 0u)]
    public void Compute_PublishedVector_Matches(string hex, uint expected)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.Equal(expected, Crc32C.Compute(bytes));
        Assert.Equal(expected, Crc32C.ExtendPortable(0, bytes));
    }

    [Fact]
    public void Extend_AnySplit_EqualsWholeAndPortable()
    {
        Random random = new(1);
        byte[] bytes = new byte[257];
        random.NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            uint whole = Crc32C.ExtendPortable(0, bytes.AsSpan(0, length));
            int split = random.Next(length + 1);
            Assert.Equal(whole, Crc32C.Compute(bytes.AsSpan(0, length)));
            Assert.Equal(whole, Crc32C.Extend(Crc32C.Compute(bytes.AsSpan(0, split)), bytes.AsSpan(split, length - split)));
        }
    }
}
