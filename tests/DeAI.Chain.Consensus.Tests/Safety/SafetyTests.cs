using DeAI.Chain.Consensus.Tests.Cluster;

namespace DeAI.Chain.Consensus.Tests.SafetyRules;

public sealed class SafetyTests
{
    private static readonly EpochContext Four = TestKeys.Context(4);
    private static readonly Hash256 A = DomainHash.Of("test.block", [1]);
    private static readonly Hash256 B = DomainHash.Of("test.block", [2]);

    [Fact]
    public void Decide_SecondNotarizeOfAView_Refused()
    {
        Safety safety = Fresh();
        Assert.True(safety.Decide(Notarize(3, A)));
        Assert.False(safety.Decide(Notarize(3, B)));
        Assert.False(safety.Decide(Notarize(3, A)));
        Assert.True(safety.Decide(Notarize(4, B)));
    }

    [Fact]
    public void Decide_NotarizeAfterNullify_Refused()
    {
        Safety safety = Fresh();
        Assert.True(safety.Decide(Nullify(3)));
        Assert.False(safety.Decide(Notarize(3, A)));
        Assert.False(safety.Decide(Propose(3, A)));
    }

    [Fact]
    public void Decide_NullifyAfterNotarize_Allowed()
    {
        Safety safety = Fresh();
        Assert.True(safety.Decide(Notarize(3, A)));
        Assert.True(safety.Decide(Nullify(3)));
    }

    [Fact]
    public void Decide_NullifyAndFinalizeOfOneView_ExcludeEachOther()
    {
        Safety safety = Fresh();
        Assert.True(safety.Decide(Finalize(3, A)));
        Assert.False(safety.Decide(Nullify(3)));
        Assert.False(safety.Decide(Finalize(3, B)));
        Assert.False(safety.Decide(Notarize(3, B)));
        Assert.True(safety.Decide(Nullify(4)));
        Assert.False(safety.Decide(Finalize(4, A)));
    }

    [Fact]
    public void Decide_FinalizeAfterNotarizeOfALaterView_Allowed()
    {
        // Why one watermark would be wrong.
        Safety safety = Fresh();
        Assert.True(safety.Decide(Notarize(4, B)));
        Assert.True(safety.Decide(Finalize(3, A)));
    }

    [Fact]
    public void Decide_SecondProposalOfAView_Refused()
    {
        Safety safety = Fresh();
        Assert.True(safety.Decide(Propose(3, A)));
        Assert.False(safety.Decide(Propose(3, B)));
    }

    [Fact]
    public void Decide_AtOrBelowTheFloor_Refused()
    {
        // A finalize asked for a view whose record was pruned must not be signed, whatever was in the record.
        Safety safety = Fresh();
        Assert.True(safety.Decide(Nullify(3)));
        safety.RaiseFloor(default, new View(5));
        Assert.False(safety.Decide(Finalize(3, A)));
        Assert.False(safety.Decide(Finalize(5, A)));
        Assert.True(safety.Decide(Finalize(6, A)));
        Assert.Null(safety.Decided(default, new View(3), VoteRecordKind.Nullify));
    }

    [Fact]
    public void SignDurable_PrunedWhileItWasWritten_SignsNothing()
    {
        Safety safety = Fresh();
        VoteRecord record = Notarize(3, A);
        Assert.True(safety.Decide(record));
        safety.RaiseFloor(default, new View(3));
        Assert.Null(safety.SignDurable(record, 0));
    }

    [Fact]
    public void SignDurable_NeverDecided_Throws() => Assert.Throws<InvalidOperationException>(() => Fresh().SignDurable(Notarize(3, A), 0));

    [Fact]
    public void Decide_OtherEpoch_Refused()
    {
        Safety safety = Fresh();
        Assert.False(safety.Decide(Notarize(3, A) with { Epoch = new Epoch(1) }));
        safety.BeginEpoch(TestKeys.Context(4, epoch: 1, startView: 2), 0);
        Assert.False(safety.Decide(Notarize(3, A)));
        Assert.True(safety.Decide(Notarize(3, A) with { Epoch = new Epoch(1) }));
        Assert.Throws<InvalidOperationException>(() => safety.BeginEpoch(Four, 0));
    }

    [Fact]
    public void Restore_StoredVotes_RepeatsThemAndNothingElse()
    {
        // The guard must hold at its very first setting, before anything was decided in this process.
        Safety before = Fresh();
        VoteRecord record = Notarize(3, A);
        Assert.True(before.Decide(record));
        SignedVote sent = before.SignDurable(record, 0)!;

        Safety after = Restored(record, Nullify(4), Finalize(2, B));
        Assert.False(after.Decide(Notarize(3, B)));
        Assert.False(after.Decide(Notarize(4, B)));
        Assert.False(after.Decide(Nullify(2)));
        Assert.Equal(3, after.DurableRecords(default).Count);
        Assert.Equal(sent, after.SignDurable(after.DurableRecords(default)[1], 0));
        Assert.Equal(new View(4), after.VotedView);
    }

    [Fact]
    public void Restore_ContradictingRecords_SignsNothing()
    {
        Safety safety = new(TestKeys.Key(0), TestKeys.Chain);
        Assert.Equal(ConsensusErrors.BadVoteRecord, safety.Restore(default, default, [Notarize(3, A), Notarize(3, B)], false).Refusal?.Code);
        Assert.False(safety.CanSign);
        safety.BeginEpoch(Four, 0);
        Assert.False(safety.Decide(Notarize(9, A)));

        Safety other = new(TestKeys.Key(0), TestKeys.Chain);
        Assert.False(other.Restore(default, default, [Nullify(3), Finalize(3, A)], false).IsOk);
        Safety future = new(TestKeys.Key(0), TestKeys.Chain);
        Assert.False(future.Restore(default, default, [Nullify(3) with { Epoch = new Epoch(1) }], false).IsOk);
    }

    [Fact]
    public void Restore_SameRecordTwice_Accepted()
    {
        // The vote log stores each record twice.
        Safety safety = new(TestKeys.Key(0), TestKeys.Chain);
        Assert.True(safety.Restore(default, default, [Notarize(3, A), Notarize(3, A)], false).IsOk);
    }

    [Fact]
    public void Quarantine_SignsOnlyAfterTheNetworkPassedEveryViewItMayHaveVotedIn()
    {
        Safety safety = new(TestKeys.Key(0), TestKeys.Chain);
        Assert.True(safety.Restore(default, default, [], quarantine: true).IsOk);
        safety.BeginEpoch(Four, 0);
        Assert.False(safety.Decide(Notarize(50, A)));
        safety.HearCommit(new View(100));
        Assert.True(safety.IsQuarantined);
        safety.HearStatus(0, new View(1));
        safety.HearStatus(1, new View(10));
        safety.HearStatus(2, new View(12));
        safety.HearCommit(new View(100));
        Assert.True(safety.IsQuarantined);
        safety.HearStatus(3, new View(11));
        safety.HearCommit(new View(13));
        Assert.True(safety.IsQuarantined);
        safety.HearCommit(new View(14));
        Assert.False(safety.IsQuarantined);
        Assert.False(safety.Decide(Notarize(14, A)));
        Assert.True(safety.Decide(Notarize(15, A)));
    }

    [Fact]
    public void Quarantine_StaysOverAnEpochChange()
    {
        Safety safety = new(TestKeys.Key(0), TestKeys.Chain);
        Assert.True(safety.Restore(default, default, [], quarantine: true).IsOk);
        safety.BeginEpoch(Four, 0);
        for (int seat = 1; seat < 4; seat++)
        {
            safety.HearStatus(seat, new View(5));
        }

        safety.BeginEpoch(TestKeys.Context(4, epoch: 1, startView: 20), 0);
        safety.HearCommit(new View(30));
        Assert.True(safety.IsQuarantined);
    }

    [Fact]
    public void ProveBeacon_Always_Verifies()
    {
        VrfProof proof = Fresh().ProveBeacon([1, 2, 3]);
        Assert.True(Vrf.TryVerify(TestKeys.Key(0).PublicKey, [1, 2, 3], proof, out _));
    }

    private static Safety Fresh() => Restored();

    private static Safety Restored(params VoteRecord[] records)
    {
        Safety safety = new(TestKeys.Key(0), TestKeys.Chain);
        Assert.True(safety.Restore(default, default, records, quarantine: false).IsOk);
        safety.BeginEpoch(Four, 0);
        return safety;
    }

    private static VoteRecord Notarize(ulong view, Hash256 digest) => new(default, VoteRecordKind.Notarize, new View(view), digest, null, null);

    private static VoteRecord Nullify(ulong view) => new(default, VoteRecordKind.Nullify, new View(view), default, null, null);

    private static VoteRecord Finalize(ulong view, Hash256 digest) =>
        new(default, VoteRecordKind.Finalize, new View(view), digest, null, TestKeys.Certify(Four, Vote.Notarize(new View(view), digest), 1, 2, 3));

    private static VoteRecord Propose(ulong view, Hash256 digest) =>
        new(default, VoteRecordKind.Propose, new View(view), digest, new ProposalHeader(default, new View(view), digest, default, TestKeys.Genesis), null);
}
