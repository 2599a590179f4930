using System.Security.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network.Tests;

public sealed class IdentityTests
{
    [Theory]
    [InlineData("node1.example.org:7000", "node1.example.org", 7000)]
    [InlineData("10.0.0.7:1", "10.0.0.7", 1)]
    [InlineData("deai_node_2:65535", "deai_node_2", 65535)]
    [InlineData("[::1]:7000", "::1", 7000)]
    [InlineData("[2001:DB8::0:1]:80", "2001:db8::1", 80)]
    public void Parse_GoodAddress_IsReadAndWrittenBack(string text, string host, int port)
    {
        Result<PeerAddress> address = PeerAddress.Parse(text);
        Assert.Equal(new PeerAddress(host, port), address.Value);
        Assert.Equal(address, PeerAddress.Parse(address.Value.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("host")]
    [InlineData(":7000")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("host: 70")]
    [InlineData("ho st:70")]
    [InlineData("a..b:70")]
    [InlineData("-a:70")]
    [InlineData("::1:7000")]
    [InlineData("[]:7000")]
    [InlineData("]:7000")]
    [InlineData("[::1:7000")]
    [InlineData("[10.0.0.1]:7000")]
    [InlineData("[::1]x:7000")]
    [InlineData("host\n:70")]
    public void Parse_BadAddress_IsRefused(string? text) =>
        Assert.Equal(NetworkErrors.BadAddress, PeerAddress.Parse(text).Refusal!.Code);

    [Fact]
    public void Parse_RandomText_NeverThrows()
    {
        Random random = new(3);
        for (int i = 0; i < 10_000; i++)
        {
            char[] text = new char[random.Next(0, 12)];
            for (int c = 0; c < text.Length; c++)
            {
                text[c] = "[]:.-0a19 \u00e9"[random.Next(11)];
            }

            _ = PeerAddress.Parse(new string(text));
        }
    }

    [Fact]
    public void Load_SavedCertificate_HasTheSameKeyAndOwnerOnlyMode()
    {
        string path = Path.Combine(Path.GetTempPath(), $"deai-{Guid.NewGuid():n}.pem");
        try
        {
            using TlsCertificate made = TlsCertificate.Create(TimeProvider.System);
            made.Save(path);
            made.Save(path);
            using TlsCertificate loaded = TlsCertificate.Load(path).Value;
            Assert.Equal(made.SpkiHash, loaded.SpkiHash);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Load_MissingOrDamagedFile_IsRefused()
    {
        string path = Path.Combine(Path.GetTempPath(), $"deai-{Guid.NewGuid():n}.pem");
        Assert.Equal(NetworkErrors.BadCertificateFile, TlsCertificate.Load(path).Refusal!.Code);
        try
        {
            File.WriteAllText(path, "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n");
            Assert.Equal(NetworkErrors.BadCertificateFile, TlsCertificate.Load(path).Refusal!.Code);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Load_CurveThatTheSystemLacks_IsRefused()
    {
        string path = Path.Combine(Path.GetTempPath(), $"deai-{Guid.NewGuid():n}.pem");
        try
        {
            using TlsCertificate made = TlsCertificate.Create(TimeProvider.System);
            made.Save(path);
            File.WriteAllText(path, WithUnknownCurve(File.ReadAllText(path)));
            Assert.Equal(NetworkErrors.BadCertificateFile, TlsCertificate.Load(path).Refusal!.Code);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // P-256 is 1.2.840.10045.3.1.7; one flipped bit makes it 1.2.840.10037.3.1.7.
    private static string WithUnknownCurve(string pem)
    {
        string altered = string.Empty;
        for (ReadOnlySpan<char> rest = pem; PemEncoding.TryFind(rest, out PemFields fields); rest = rest[fields.Location.End..])
        {
            byte[] der = Convert.FromBase64String(rest[fields.Base64Data].ToString());
            int curve = der.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]);
            der[curve + 4] ^= 0x08;
            altered += PemEncoding.WriteString(rest[fields.Label], der) + "\n";
        }

        return altered;
    }

    [Fact]
    public void Validate_ContradictoryOptions_SaysWhichOption()
    {
        PeerNetworkOptions good = new()
        {
            Chain = new ChainId(new Hash256(System.Security.Cryptography.SHA256.HashData([1])).Value),
            Role = PeerRole.Validator,
            Listen = new PeerAddress("127.0.0.1", 0),
        };
        Assert.True(good.Validate().IsOk);
        Assert.Contains("Chain", (good with { Chain = default }).Validate().Refusal!.Detail, StringComparison.Ordinal);
        Assert.Contains("Role", (good with { Role = PeerRole.None }).Validate().Refusal!.Detail, StringComparison.Ordinal);
        Assert.Contains("Listen", (good with { Listen = default }).Validate().Refusal!.Detail, StringComparison.Ordinal);
        Assert.Contains("IdleTimeout", (good with { IdleTimeout = TimeSpan.FromSeconds(1) }).Validate().Refusal!.Detail, StringComparison.Ordinal);
        Assert.Contains("RedialCap", (good with { RedialCap = TimeSpan.FromMilliseconds(1) }).Validate().Refusal!.Detail, StringComparison.Ordinal);
        QueueBounds small = new() { Sync = new QueueBound(1, 1_000) };
        Assert.Contains("sync", (good with { Outgoing = small }).Validate().Refusal!.Detail, StringComparison.Ordinal);
    }
}
