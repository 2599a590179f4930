using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Training;

/// <summary>H(task, round, member, salt, hash of the update).</summary>
public static class UpdateCommitment
{
    public static Hash256 Of(ContributionKey key, Bytes32 salt, Hash256 updateHash)
    {
        CanonicalWriter writer = new();
        writer.WriteArrayHeader(5);
        writer.Write(key.Task);
        writer.Write(key.Round);
        writer.Write(key.Organisation);
        writer.Write(salt);
        writer.Write(updateHash);
        return DomainHash.Of("deai.training.update_commitment.v1", writer.WrittenSpan);
    }
}
