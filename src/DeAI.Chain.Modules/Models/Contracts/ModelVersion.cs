using System.Buffers.Binary;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Models.Contracts;

/// <summary>A published model: where it comes from, who answers for it, and who is paid for its predictions.</summary>
/// <param name="Task">The task whose round made it.</param>
/// <param name="Round">That round.</param>
/// <param name="Name">The task's.</param>
/// <param name="Model">The specification.</param>
/// <param name="WeightsHash">Of its weights, which lie in an entry of their own.</param>
/// <param name="Parent">The version it was trained from; <c>default</c> for the task's initial weights.</param>
/// <param name="Publisher">The sponsor's organisation.</param>
/// <param name="Approver">Who last approved it; <c>default</c> before.</param>
/// <param name="Status">Changed in block <paramref name="Since"/>.</param>
/// <param name="Since">When the status changed.</param>
/// <param name="Published">When it was made.</param>
/// <param name="Price">Of a prediction.</param>
/// <param name="ContributorParts">Millionths of the price that contributors get; the rest is the treasury's.</param>
/// <param name="Utility">What the round improved on the hold-out, Q16.</param>
/// <param name="Error">Measured on the hold-out.</param>
/// <param name="Shares">By organisation, summing to one million; fixed for ever.</param>
public sealed record ModelVersion(
    Hash256 Task,
    uint Round,
    string Name,
    ModelSpecification Model,
    Hash256 WeightsHash,
    Hash256 Parent,
    OrganisationId Publisher,
    AccountId Approver,
    VersionStatus Status,
    Height Since,
    Height Published,
    Credits Price,
    uint ContributorParts,
    long Utility,
    ErrorInterval Error,
    Sequence<VersionShare> Shares) : ICanonical<ModelVersion>
{
    public const int MaxShares = 16;
    public const int MaxNameBytes = 64;

    /// <summary>The name of the version that a round publishes.</summary>
    public static Hash256 IdOf(Hash256 task, uint round)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(number, round);
        return DomainHash.Of("deai.models.version.v1", task.ToArray(), number);
    }

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(16);
        writer.Write(Task);
        writer.Write(Round);
        writer.Write(Name);
        writer.Write(Model);
        writer.Write(WeightsHash);
        writer.Write(Parent);
        writer.Write(Publisher);
        writer.Write(Approver);
        writer.Write((byte)Status);
        writer.Write(Since);
        writer.Write(Published);
        writer.Write(Price);
        writer.Write(ContributorParts);
        writer.Write(Utility);
        writer.Write(Error);
        writer.Write(Shares);
    }

    public static ModelVersion Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(16);
        return new ModelVersion(
            reader.ReadHash256(),
            reader.ReadUInt32(),
            reader.ReadString(MaxNameBytes),
            reader.Read<ModelSpecification>(),
            reader.ReadHash256(),
            reader.ReadHash256(),
            reader.ReadOrganisationId(),
            reader.ReadAccountId(),
            (VersionStatus)reader.ReadByte(),
            reader.ReadHeight(),
            reader.ReadHeight(),
            reader.ReadCredits(),
            reader.ReadUInt32(),
            reader.ReadInt64(),
            reader.Read<ErrorInterval>(),
            reader.ReadSequence<VersionShare>(MaxShares));
    }
}
