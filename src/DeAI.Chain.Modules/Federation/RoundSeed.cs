using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation;

/// <summary>The seed of a contribution: H(beacon, task, round, member, data root).</summary>
public static class RoundSeed
{
    public static Hash256 Of(Hash256 beacon, ContributionKey key, Hash256 dataRoot)
    {
        CanonicalWriter writer = new();
        writer.WriteArrayHeader(5);
        writer.Write(beacon);
        writer.Write(key.Task);
        writer.Write(key.Round);
        writer.Write(key.Organisation);
        writer.Write(dataRoot);
        return DomainHash.Of("deai.federation.seed.v1", writer.WrittenSpan);
    }
}
