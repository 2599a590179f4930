using Google.Protobuf;

namespace DeAI.Chain.Grpc.Tests;

public sealed class ProtocolTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\r\nb", "a%0D%0Ab")]
    [InlineData("\u00e4\u2603", "%C3%A4%E2%98%83")]
    public void PercentEncoding_KnownTexts_RoundTrip(string text, string encoded)
    {
        Assert.Equal(encoded, PercentEncoding.Encode(text));
        Assert.Equal(text, PercentEncoding.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("%41%", "A%")]
    public void PercentEncoding_BrokenEscapes_StayAsTheyAre(string encoded, string text) => Assert.Equal(text, PercentEncoding.Decode(encoded));

    [Fact]
    public void PercentEncoding_LongMessage_IsCutBetweenCharacters()
    {
        string text = new string('a', PercentEncoding.MaxMessageChars - 1) + "\U0001F600";

        Assert.Equal(new string('a', PercentEncoding.MaxMessageChars - 1), PercentEncoding.Encode(text));
    }

    [Theory]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("2M", 1_200_000_000)]
    [InlineData("3S", 30_000_000)]
    [InlineData("4m", 40_000)]
    [InlineData("5u", 50)]
    [InlineData("600n", 6)]
    [InlineData("99999999H", 3_599_999_964_000_000_000)]
    public void Timeout_Units_AreRead(string text, long ticks)
    {
        Assert.True(TimeoutHeader.TryParse(text, out TimeSpan timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Fact]
    public void Timeout_Formatted_IsNeverShorterAndFitsEightDigits()
    {
        var random = new Random(7);
        for (int i = 0; i < 2000; i++)
        {
            var timeout = TimeSpan.FromTicks(random.NextInt64(1L << random.Next(1, 62)));
            string text = TimeoutHeader.Format(timeout);
            Assert.InRange(text.Length, 2, 9);
            Assert.True(TimeoutHeader.TryParse(text, out TimeSpan read));
            Assert.True(read >= timeout || text == "99999999H");
            Assert.True(read.Ticks - timeout.Ticks <= timeout.Ticks / 1_000_000 * 100 + 10 || text.EndsWith('H'));
        }

        Assert.Equal("0n", TimeoutHeader.Format(TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void Metadata_ReservedOrMalformed_IsRefused()
    {
        var metadata = new Metadata();

        Assert.Throws<ArgumentException>(() => metadata.Add("grpc-status", "0"));
        Assert.Throws<ArgumentException>(() => metadata.Add("content-type", "x"));
        Assert.Throws<ArgumentException>(() => metadata.Add(":path", "x"));
        Assert.Throws<ArgumentException>(() => metadata.Add("a b", "x"));
        Assert.Throws<ArgumentException>(() => metadata.Add("", "x"));
        Assert.Throws<ArgumentException>(() => metadata.Add("x-bin", "x"));
        Assert.Throws<ArgumentException>(() => metadata.Add("x", ByteString.Empty));
        Assert.Throws<ArgumentException>(() => metadata.Add("x", "line\nbreak"));
        Assert.Empty(metadata.Entries);
    }

    [Fact]
    public void Metadata_ReceivedBinaryValues_AreReadWithAndWithoutPadding()
    {
        var metadata = new Metadata();
        metadata.AddReceived("X-Bin", "AQ==, AQI,****,AQIDB");

        Assert.Equal([ByteString.CopyFrom(1), ByteString.CopyFrom(1, 2)], metadata.Entries.Select(entry => entry.Binary));
        Assert.Equal(ByteString.CopyFrom(1, 2), metadata.GetBinary("x-bin"));
    }

    [Fact]
    public void Exceptions_OkStatus_CannotBeThrown() => Assert.Throws<ArgumentException>(() => new GrpcException(StatusCode.Ok, ""));
}
