using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Simulation.Disk;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Tests;

public sealed class VirtualVoteLogTests
{
    [Fact]
    public void Recover_SoundLog_GivesEverythingBack()
    {
        VirtualVoteLog log = Filled(5);
        VoteLogContent content = log.Recover();
        Assert.Equal(log.Written, content.Records);
        Assert.False(content.WasTorn || content.WasHealed || content.IsDamaged);
    }

    [Fact]
    public void Recover_TornTail_IsCutOnce()
    {
        VirtualVoteLog log = Filled(3);
        log.Tear(Record(4), new CounterRandom(1, 1));
        VoteLogContent content = log.Recover();
        Assert.Equal(3, content.Records.Count);
        Assert.True(content.WasTorn);
        Assert.False(log.Recover().WasTorn);
    }

    [Fact]
    public void Recover_Rot_IsHealedOrFoundNeverReadBack()
    {
        int healed = 0;
        int damaged = 0;
        for (ulong seed = 1; seed <= 40; seed++)
        {
            VirtualVoteLog log = Filled(4);
            Assert.True(log.Rot(new CounterRandom(seed, 0)));
            VoteLogContent content = log.Recover();
            healed += content.WasHealed && content.Records.SequenceEqual(log.Written) ? 1 : 0;
            damaged += content.IsDamaged ? 1 : 0;
        }

        Assert.Equal(40, healed + damaged);
        Assert.True(healed > 0 && damaged > 0, $"{healed} healed, {damaged} damaged");
    }

    [Fact]
    public void Recover_MisdirectedWrite_IsDamage()
    {
        VirtualVoteLog log = Filled(4);
        Assert.True(log.Misdirect(new CounterRandom(1, 0)));
        Assert.True(log.Recover().IsDamaged);
    }

    [Fact]
    public void Recover_TornWriteInTheMiddle_IsDamageAndNoTornTail()
    {
        for (ulong seed = 1; seed <= 100; seed++)
        {
            VirtualVoteLog log = Filled(4);
            CounterRandom random = new(seed, 0);
            log.Tear(Record(5), random);
            Assert.True(log.Misdirect(random));
            Assert.True(log.Recover().IsDamaged, $"seed {seed}");
        }
    }

    [Fact]
    public void Prune_DamageBelowTheFloor_GoesWithIt()
    {
        VirtualVoteLog log = Filled(2);
        log.Misdirect(new CounterRandom(1, 0));
        log.Prune(default, new View(1));
        Assert.Equal(new View(2), Assert.Single(log.Recover().Records).View);
    }

    private static VirtualVoteLog Filled(ulong count)
    {
        VirtualVoteLog log = new();
        for (ulong view = 1; view <= count; view++)
        {
            VoteRecord record = Record(view);
            log.Append(record, Canonical.Encode(record));
        }

        return log;
    }

    private static VoteRecord Record(ulong view) => new(default, VoteRecordKind.Nullify, new View(view), default, null, null);
}
