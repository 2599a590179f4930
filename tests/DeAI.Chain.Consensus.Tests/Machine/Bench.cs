using DeAI.Chain.Consensus.Tests.Cluster;

namespace DeAI.Chain.Consensus.Tests.Machine;

/// <summary>One machine of a set of four, with everyone else played by the test.</summary>
internal sealed class Bench
{
    public const int Delta = 100;

    private readonly ConsensusEffects _effects = new();

    public Bench(int seat = 0, bool start = true, ConsensusParameters? parameters = null, bool quarantine = false, params VoteRecord[] records)
    {
        Seat = seat;
        Safety = seat < 0 ? null : new Safety(TestKeys.Key(seat), TestKeys.Chain);
        Assert.True(Safety?.Restore(default, default, records, quarantine).IsOk ?? true);
        Machine = new ConsensusMachine(Context, parameters ?? new ConsensusParameters(Delta, 2_000, 0, 5_000), Safety, Cache);
        if (start)
        {
            Step(new ConsensusInput.Tick(0));
        }
    }

    public static EpochContext Context { get; } = TestKeys.Context(4);

    public static VerificationCache Cache { get; } = new();

    public int Seat { get; }

    public Safety? Safety { get; }

    public ConsensusMachine Machine { get; }

    public bool AutoPersist { get; set; } = true;

    public bool AutoValidate { get; set; } = true;

    public List<ConsensusEffect> All { get; } = [];

    public IEnumerable<SignedVote> Votes => All.OfType<ConsensusEffect.Broadcast>().Select(b => b.Message.Vote).OfType<SignedVote>();

    public static PublicKey Peer(int seat) => TestKeys.Key(seat).PublicKey;

    public static TestBlock Block(ulong view, Hash256 parent, ulong height, ulong salt = 0, bool closes = false) =>
        new(default, new View(view), parent, height, closes, false, true, salt);

    public static Certificate Notarized(TestBlock block) => TestKeys.Certify(Context, Vote.Notarize(block.View, block.Digest), 1, 2, 3);

    public static Certificate Nullified(ulong view) => TestKeys.Certify(Context, Vote.Nullify(new View(view)), 1, 2, 3);

    public static Certificate Finalized(TestBlock block) => TestKeys.Certify(Context, Vote.Finalize(block.View, block.Digest), 1, 2, 3);

    public List<ConsensusEffect> Step(ConsensusInput input)
    {
        int before = All.Count;
        Machine.Step(input, _effects);
        while (_effects.TryTake(out ConsensusEffect? effect))
        {
            All.Add(effect);
            if (AutoPersist && effect is ConsensusEffect.PersistVote vote)
            {
                Machine.Step(new ConsensusInput.Persisted(vote.Token), _effects);
            }
            else if (AutoPersist && effect is ConsensusEffect.PersistProposal proposal)
            {
                Machine.Step(new ConsensusInput.Persisted(proposal.Token), _effects);
            }
            else if (AutoValidate && effect is ConsensusEffect.ValidateBlock validate)
            {
                TestBlock block = TestBlock.Of(validate.Body);
                Machine.Step(new ConsensusInput.BlockValidated(validate.Digest, Outcome(block.Valid), block.Closes || validate.Carrier), _effects);
            }
        }

        return All[before..];
    }

    public List<ConsensusEffect> Tick(long now) => Step(new ConsensusInput.Tick(now));

    public List<ConsensusEffect> Propose(TestBlock block, ulong parentView = 0, Certificate? parent = null, params Certificate[] nullifications)
    {
        Proposal proposal = TestKeys.Propose(Context, block, new View(parentView), parent, nullifications);
        Result<VerifiedProposal> verified = VerifiedProposal.Check(Context, proposal, TestBlock.Checker, Cache);
        return Step(new ConsensusInput.ProposalReceived(Peer(Context.LeaderOf(block.View)), verified.Value));
    }

    public List<ConsensusEffect> Cast(int seat, Vote vote) =>
        Step(new ConsensusInput.VoteReceived(Peer(seat), VerifiedVote.Check(Context, TestKeys.Sign(Context, seat, vote), Cache).Value));

    public List<ConsensusEffect> Take(Certificate certificate) =>
        Step(new ConsensusInput.CertificateReceived(Peer(1), VerifiedCertificate.Check(Context, certificate, Cache).Value));

    public bool Voted(Vote vote) => Votes.Any(v => v.Vote == vote);

    public static Result Outcome(bool ok) => ok ? Result.Ok : Result.Refuse(new ReasonCode("test.invalid"), "marked");
}
