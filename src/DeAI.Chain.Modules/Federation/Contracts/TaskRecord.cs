using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>A task and how far it is. It is named by the transaction that proposed it.</summary>
/// <param name="Sponsor">Pays, and gets back what is not spent.</param>
/// <param name="Organisation">The sponsor's.</param>
/// <param name="Round">The round under way, from 1; after the task's end the last.</param>
/// <param name="Completed">Rounds that ended with a version.</param>
/// <param name="Latest">The newest version, the next round's start; <c>default</c> before the first.</param>
/// <param name="RolledOver">Quality pay of earlier rounds that nobody earned.</param>
/// <param name="HasEnded">All rounds are over and the rest of the money is back with the sponsor.</param>
public sealed record TaskRecord(
    TaskTerms Terms,
    AccountId Sponsor,
    OrganisationId Organisation,
    uint Round,
    uint Completed,
    Hash256 Latest,
    Credits RolledOver,
    bool HasEnded) : ICanonical<TaskRecord>
{
    /// <summary>Steps of the task before the round under way: what its learning rates depend on.</summary>
    public ulong StepsDone => (ulong)Completed * (ulong)Terms.Training.StepsPerRound;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(8);
        writer.Write(Terms);
        writer.Write(Sponsor);
        writer.Write(Organisation);
        writer.Write(Round);
        writer.Write(Completed);
        writer.Write(Latest);
        writer.Write(RolledOver);
        writer.Write(HasEnded);
    }

    public static TaskRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(8);
        return new TaskRecord(
            reader.Read<TaskTerms>(),
            reader.ReadAccountId(),
            reader.ReadOrganisationId(),
            reader.ReadUInt32(),
            reader.ReadUInt32(),
            reader.ReadHash256(),
            reader.ReadCredits(),
            reader.ReadBoolean());
    }
}
