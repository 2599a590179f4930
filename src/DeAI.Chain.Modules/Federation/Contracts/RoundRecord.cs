using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>One round of a task.</summary>
/// <param name="Started">Registrations are taken from the block after this.</param>
/// <param name="Deadline">The last block of the phase under way; after the round's end, the block that ended it.</param>
/// <param name="Registered">Members that registered.</param>
/// <param name="Start">The version that training starts from; <c>default</c> for the task's initial weights.</param>
/// <param name="HoldoutSeed">Chooses the hold-out blocks; <c>default</c> until updates are final.</param>
/// <param name="Version">What the round published; <c>default</c> otherwise.</param>
/// <param name="Reason">Why it failed; <c>default</c> otherwise.</param>
public sealed record RoundRecord(
    RoundPhase Phase,
    Height Started,
    Height Deadline,
    byte Registered,
    Hash256 Start,
    Hash256 HoldoutSeed,
    Hash256 Version,
    ReasonCode Reason) : ICanonical<RoundRecord>
{
    private const int MaxReasonBytes = 64;

    public bool IsOver => Phase is RoundPhase.Completed or RoundPhase.Failed;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(8);
        writer.Write((byte)Phase);
        writer.Write(Started);
        writer.Write(Deadline);
        writer.Write(Registered);
        writer.Write(Start);
        writer.Write(HoldoutSeed);
        writer.Write(Version);
        writer.Write(Reason.Value ?? string.Empty);
    }

    public static RoundRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(8);
        return new RoundRecord(
            (RoundPhase)reader.ReadByte(),
            reader.ReadHeight(),
            reader.ReadHeight(),
            reader.ReadByte(),
            reader.ReadHash256(),
            reader.ReadHash256(),
            reader.ReadHash256(),
            ReasonText.Read(reader.ReadString(MaxReasonBytes)));
    }
}
