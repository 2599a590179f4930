using DeAI.Chain.Primitives;

namespace DeAI.Chain.Cryptography.Tests;

public sealed class DomainHashTests
{
    [Fact]
    public void Of_Domain_IsLengthThenNameThenData()
    {
        byte[] text = [10, .. "deai.tx.v1"u8, 1, 2, 3];
        Assert.Equal(Sha256.Hash(text), DomainHash.Of("deai.tx.v1", [1, 2, 3]));
        Assert.Equal(Sha256.Hash(text), DomainHash.Of("deai.tx.v1", [1], [2, 3]));
    }

    [Fact]
    public void Of_NameAndDataShifted_Differs() => Assert.NotEqual(DomainHash.Of("deai.a", "b"u8), DomainHash.Of("deai.ab", default));

    [Fact]
    public void Of_LongestDomain_IsTaken() => Assert.False(DomainHash.Of(new string('x', 64), default).IsDefault);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("with space")]
    [InlineData("d\u00e9ai")]
    [InlineData("tab\t.v1")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void Of_BadDomain_Throws(string domain) => Assert.Throws<ArgumentException>(() => DomainHash.Of(domain, default));
}
