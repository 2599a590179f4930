namespace DeAI.Chain.Consensus;

/// <summary>
/// Everything that consensus sends: [kind, content]. Exactly the property that the kind names is set. At most
/// <see cref="ConsensusLimits.MaxMessageBytes"/> encoded; the network refuses longer frames before decoding.
/// </summary>
public sealed record ConsensusMessage : ICanonical<ConsensusMessage>
{
    private ConsensusMessage(ConsensusMessageKind kind) => Kind = kind;

    public ConsensusMessageKind Kind { get; }

    public Proposal? Proposal { get; private init; }

    public SignedVote? Vote { get; private init; }

    public Certificate? Certificate { get; private init; }

    public Fetch? Fetch { get; private init; }

    public Status? Status { get; private init; }

    /// <summary>The epoch that the content names: whose machine it is for.</summary>
    public Epoch Epoch => Kind switch
    {
        ConsensusMessageKind.Proposal => Proposal!.Header.Epoch,
        ConsensusMessageKind.Vote => Vote!.Epoch,
        ConsensusMessageKind.Certificate => Certificate!.Epoch,
        ConsensusMessageKind.Fetch => Fetch!.Epoch,
        ConsensusMessageKind.Status => Status!.Epoch,
        _ => default,
    };

    public static ConsensusMessage Of(Proposal proposal) => new(ConsensusMessageKind.Proposal) { Proposal = proposal };

    public static ConsensusMessage Of(SignedVote vote) => new(ConsensusMessageKind.Vote) { Vote = vote };

    public static ConsensusMessage Of(Certificate certificate) => new(ConsensusMessageKind.Certificate) { Certificate = certificate };

    public static ConsensusMessage Of(Fetch fetch) => new(ConsensusMessageKind.Fetch) { Fetch = fetch };

    public static ConsensusMessage Of(Status status) => new(ConsensusMessageKind.Status) { Status = status };

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write((byte)Kind);
        Proposal?.Encode(writer);
        Vote?.Encode(writer);
        Certificate?.Encode(writer);
        Fetch?.Encode(writer);
        Status?.Encode(writer);
    }

    public static ConsensusMessage Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        ConsensusMessageKind kind =
            (ConsensusMessageKind)ConsensusEncoding.ReadEnum(ref reader, (byte)ConsensusMessageKind.Status, "kind of message");
        return kind switch
        {
            ConsensusMessageKind.Proposal => Of(reader.Read<Proposal>()),
            ConsensusMessageKind.Vote => Of(reader.Read<SignedVote>()),
            ConsensusMessageKind.Certificate => Of(reader.Read<Certificate>()),
            ConsensusMessageKind.Fetch => Of(reader.Read<Fetch>()),
            ConsensusMessageKind.Status => Of(reader.Read<Status>()),
            _ => new ConsensusMessage(ConsensusMessageKind.None),
        };
    }
}
