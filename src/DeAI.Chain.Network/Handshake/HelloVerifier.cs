using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>Decides whether a hello opens a session. The cheap questions come first, the signature last.</summary>
/// <param name="chain">This node's chain.</param>
/// <param name="self">This node's key.</param>
/// <param name="ownSpkiHash">Of the certificate that this node showed in this very TLS session.</param>
/// <param name="directory">Who is permitted.</param>
internal sealed class HelloVerifier(ChainId chain, PublicKey self, Hash256 ownSpkiHash, IPeerDirectory directory)
{
    /// <param name="seenSpkiHash">Of the certificate that the other side showed in this very TLS session.</param>
    /// <param name="expected">The key that was dialled, or null where the other side dialled.</param>
    public Result<PeerInfo> Verify(Hello hello, Hash256 seenSpkiHash, PublicKey? expected)
    {
        if (hello.Version != Hello.CurrentVersion)
        {
            return Refuse(NetworkErrors.WrongVersion, $"it speaks version {hello.Version}, this node {Hello.CurrentVersion}");
        }

        if (hello.Chain != chain)
        {
            return Refuse(NetworkErrors.WrongChain, $"it is on chain {hello.Chain.ToShortString()}, this node on {chain.ToShortString()}");
        }

        if (hello.Key == self)
        {
            return Refuse(NetworkErrors.SelfConnection, "it shows this node's own key");
        }

        if (expected is { } key && key != hello.Key)
        {
            return Refuse(NetworkErrors.UnexpectedPeer, $"dialled {key}, found {hello.Key}");
        }

        if (!directory.TryFind(hello.Key, out PeerInfo? info))
        {
            return Refuse(NetworkErrors.UnknownPeer, $"key {hello.Key} is not in the directory");
        }

        byte[] message = HelloSignature.Message(chain, seenSpkiHash, ownSpkiHash);
        return Ed25519.Verify(hello.Key, message, hello.Binding)
            ? Result.Of(info)
            : Refuse(NetworkErrors.BadHelloSignature, $"key {hello.Key} did not sign the two TLS keys of this session");
    }

    private static Result<PeerInfo> Refuse(ReasonCode code, string detail) => Result.Refuse<PeerInfo>(code, detail);
}
