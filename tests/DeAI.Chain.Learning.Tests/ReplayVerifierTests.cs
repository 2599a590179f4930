using DeAI.Chain.Compute;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Tests;

/// <summary>One test per attack of the design, each with the code that answers it.</summary>
public sealed class ReplayVerifierTests
{
    private static readonly TestTask Member = new();

    [Fact]
    public void Verify_HonestRun_Accepts()
    {
        Result<ReplayVerdict> result = TestTask.Verify(Member.Honest);
        Assert.True(result.IsOk, result.Refusal?.ToString());
        Assert.Equal(Member.Run.Final.Digest, result.Value.Final);
        Assert.Equal(Member.Run.Transcript.Leaves[^1].LossSum, result.Value.LossSum);
        Assert.Equal(23 * 256, result.Value.Rows);
    }

    [Fact]
    public void Verify_HonestRunOnEveryBackend_GivesOneVerdict()
    {
        foreach (ITensorBackend backend in BackendSelector.All.Where(backend => backend.IsSupported))
        {
            Assert.Equal(TestTask.Verify(Member.Honest), new ReplayVerifier(backend).Verify(Member.Honest));
        }
    }

    [Fact]
    public void Verify_SomeBlocksUnused_AcceptsWithHiddenLeaves()
    {
        TestTask few = new(member: 3, blocks: 9, steps: 4, every: 2);
        Assert.Equal(5, few.Honest.Opening.HiddenLeaves.Count);
        Assert.True(TestTask.Verify(few.Honest).IsOk);
    }

    [Fact]
    public void Verify_OneWeightOfUpdateAltered_RefusesResult()
    {
        int[] deltas = [.. Member.Run.Update.Deltas.Span];
        deltas[77]++;
        TrainingRun altered = Member.Run with { Update = new ModelUpdate(Sequence.Create<int>(deltas)) };
        Expect(TrainingErrors.ResultMismatch, Member.TaskFor(altered));
    }

    [Fact]
    public void Verify_OneWeightOfFinalStateAlteredAndTraceForged_RefusesResult()
    {
        int[] weights = [.. Member.Run.Final.Weights.Span];
        weights[5] -= 3;
        ModelState final = Member.Run.Final with { Weights = Sequence.Create<int>(weights) };
        TranscriptLeaf[] leaves = [.. Member.Run.Transcript.Leaves.Span];
        leaves[^1] = leaves[^1] with { State = final.Digest };
        TrainingRun forged = new(
            final,
            Member.Run.Transcript with { Leaves = Sequence.Create<TranscriptLeaf>(leaves) },
            ModelUpdate.Between(TestTask.Start, final.ToWeights()));
        Expect(TrainingErrors.ResultMismatch, Member.TaskFor(forged));
    }

    [Theory]
    [InlineData(0, 1, 5)]
    [InlineData(7, 6, 10)]
    [InlineData(22, 21, 23)]
    public void Verify_OneStepSkipped_RefusesStepAndNamesIt(int skipped, int from, int to)
    {
        Refusal refusal = Expect(TrainingErrors.StepMismatch, Member.TaskFor(RunWithout(skipped)));
        Assert.Contains($"a step of {from} to {to} ", refusal.Detail);
    }

    [Fact]
    public void Verify_FalseLossReport_RefusesStep()
    {
        TranscriptLeaf[] leaves = [.. Member.Run.Transcript.Leaves.Span];
        leaves[2] = leaves[2] with { LossSum = leaves[2].LossSum - 1 };
        TrainingRun forged = Member.Run with
        {
            Transcript = Member.Run.Transcript with { Leaves = Sequence.Create<TranscriptLeaf>(leaves) },
        };
        Expect(TrainingErrors.StepMismatch, Member.TaskFor(forged));
    }

    [Fact]
    public void Verify_ForeignBlock_RefusesBlock()
    {
        DataBlock[] blocks = [.. Member.Blocks];
        blocks[3] = TestTask.Block(424242);
        TrainingRun run = Trainer.Run(TestTask.Specification, TestTask.Backend, TestTask.Start, Member.Plan, blocks);
        ReplayTask task = Member.TaskFor(run) with { Opening = Opening.Of(run, Member.Plan, blocks, Member.Salts) };
        Expect(TrainingErrors.ForeignBlock, task);
    }

    [Fact]
    public void Verify_WrongSalt_RefusesBlock()
    {
        Bytes32[] salts = [.. Member.Salts];
        salts[0] = TestTask.Seed(5).Value;
        Expect(TrainingErrors.ForeignBlock, Member.Honest with { Opening = Opening.Of(Member.Run, Member.Plan, Member.Blocks, salts) });
    }

    [Fact]
    public void Verify_WrongStart_RefusesStart()
    {
        ModelWeights other = InitialWeights.From(TestTask.Specification, TestTask.Seed(2));
        TrainingRun run = Trainer.Run(TestTask.Specification, TestTask.Backend, other, Member.Plan, Member.Blocks);
        Expect(TrainingErrors.WrongStart, Member.TaskFor(run));
    }

    [Fact]
    public void Verify_CopiedTranscript_RefusesCopy()
    {
        TestTask thief = new(member: 2);
        Expect(TrainingErrors.CopiedUpdate, thief.TaskFor(Member.Run));
    }

    [Fact]
    public void Verify_CopiedTranscriptUnderOwnSeed_RefusesStep()
    {
        TestTask thief = new(member: 2);
        TrainingRun relabelled = Member.Run with { Transcript = Member.Run.Transcript with { Seed = thief.Plan.Seed } };
        Expect(TrainingErrors.WrongBlockOrder, thief.TaskFor(relabelled));
        Transcript disguised = relabelled.Transcript with { OrderHash = thief.Run.Transcript.OrderHash };
        Expect(TrainingErrors.StepMismatch, thief.TaskFor(relabelled with { Transcript = disguised }));
    }

    [Fact]
    public void Verify_OwnOrderOfBlocks_RefusesOrder()
    {
        TrainingPlan chosen = Member.Plan with { Seed = TestTask.Seed(999) };
        TrainingRun run = Trainer.Run(TestTask.Specification, TestTask.Backend, TestTask.Start, chosen, Member.Blocks);
        TrainingRun claimed = run with { Transcript = run.Transcript with { Seed = Member.Plan.Seed } };
        Expect(TrainingErrors.WrongBlockOrder, Member.TaskFor(claimed));
    }

    [Fact]
    public void Verify_BlocksOpenedOutOfPlace_RefusesOrder()
    {
        OpenedBlock[] blocks = [.. Member.Honest.Opening.Blocks.Span];
        (blocks[0], blocks[1]) = (blocks[1], blocks[0]);
        Opening opening = Member.Honest.Opening with { Blocks = Sequence.Create<OpenedBlock>(blocks) };
        Expect(TrainingErrors.WrongBlockOrder, Member.Honest with { Opening = opening });
    }

    [Fact]
    public void Verify_BlockHiddenThatWasUsed_RefusesOrder()
    {
        Opening honest = Member.Honest.Opening;
        Opening opening = honest with
        {
            Blocks = Sequence.Create(honest.Blocks.Span[1..]),
            HiddenLeaves = [Member.Blocks[0].SaltedLeaf(Member.Salts[0])],
        };
        Expect(TrainingErrors.WrongBlockOrder, Member.Honest with { Opening = opening });
    }

    [Fact]
    public void Verify_ValueOutOfSchema_RefusesRange()
    {
        Expect(TrainingErrors.Range, Member.Honest with { Schema = RowSchema.Uniform(TestTask.Features, -127, 126, -120, 240) });
        Refusal delay = Expect(TrainingErrors.Range, Member.Honest with { Schema = RowSchema.Uniform(TestTask.Features, -127, 127, -120, 20) });
        Assert.Contains("delay", delay.Detail);
    }

    [Fact]
    public void Verify_BlockOfOtherShape_RefusesRange()
    {
        OpenedBlock[] blocks = [.. Member.Honest.Opening.Blocks.Span];
        blocks[1] = blocks[1] with { Block = new DataBlock(new Blob(new byte[256 * 3])) };
        Opening opening = Member.Honest.Opening with { Blocks = Sequence.Create<OpenedBlock>(blocks) };
        Expect(TrainingErrors.Range, Member.Honest with { Opening = opening });
    }

    [Fact]
    public void Verify_TraceOtherThanCommitted_RefusesRoot() => Expect(
        TrainingErrors.WrongTranscriptRoot,
        Member.Honest with { Commitment = Member.Run.Commitment with { TranscriptRoot = TestTask.Seed(3) } });

    [Fact]
    public void Verify_UpdateOtherThanCommitted_RefusesHash() => Expect(
        TrainingErrors.WrongUpdateHash,
        Member.Honest with { Commitment = Member.Run.Commitment with { UpdateHash = TestTask.Seed(3) } });

    [Fact]
    public void Verify_WrongCounts_RefusesEach()
    {
        ReplayTask honest = Member.Honest;
        Opening opening = honest.Opening;
        Transcript cut = opening.Transcript with { Leaves = Sequence.Create(opening.Transcript.Leaves.Span[..^1]) };
        Expect(TrainingErrors.WrongCount, honest with { Opening = opening with { Transcript = cut } });
        Expect(TrainingErrors.WrongCount, honest with { Opening = opening with { Blocks = default } });
        Expect(TrainingErrors.WrongCount, honest with { Update = new ModelUpdate(default) });
        Expect(TrainingErrors.WrongCount, honest with { Start = new ModelWeights(default) });
        Expect(TrainingErrors.BadPlan, honest with { BlockCount = BatchOrder.MaxBlocks + 1 });
        Expect(TrainingErrors.BadPlan, honest with { Plan = honest.Plan with { Steps = 0 } });
        Expect(TrainingErrors.BadPlan, honest with { Plan = honest.Plan with { CheckpointEvery = 0 } });
        Expect(TrainingErrors.BadSpecification, honest with { Specification = honest.Specification with { KernelVersion = 2 } });
    }

    [Fact]
    public void ContentHash_AnyPartChanged_Differs()
    {
        ReplayTask honest = Member.Honest;
        HashSet<Hash256> hashes =
        [
            honest.ContentHash,
            (honest with { BlockCount = 7 }).ContentHash,
            (honest with { DataRoot = TestTask.Seed(1) }).ContentHash,
            (honest with { Plan = honest.Plan with { FirstStep = 1 } }).ContentHash,
            (honest with { Update = new ModelUpdate([1]) }).ContentHash,
            (honest with { Opening = honest.Opening with { HiddenLeaves = [TestTask.Seed(1)] } }).ContentHash,
            (honest with { Schema = RowSchema.Uniform(16, 0, 1, 0, 1) }).ContentHash,
            (honest with { Specification = honest.Specification with { HuberDelta = 7 } }).ContentHash,
            (honest with { Commitment = honest.Commitment with { UpdateHash = TestTask.Seed(1) } }).ContentHash,
            (honest with { Start = new ModelWeights([1]) }).ContentHash,
        ];
        Assert.Equal(10, hashes.Count);
        Assert.Equal(honest.ContentHash, Member.Honest.ContentHash);
    }

    [Fact]
    public void MultiplyAccumulates_OfKnownShape_IsTheFormula()
    {
        ModelSpecification model = ModelSpecification.Create([64, 128, 64, 2], [new LearningRateStep(0, 1, 8)]);
        Assert.Equal(1000L * 256 * ((2 * 8192) + (3 * 8192) + (3 * 128)), ReplayCost.MultiplyAccumulates(model, 1000, 256));
        Assert.Equal(10L * (8192 + 8192 + 128), ReplayCost.Forward(model, 10));
    }

    /// <summary>A cheater's run: leaves at the forced steps, one step not done.</summary>
    private static TrainingRun RunWithout(int skipped)
    {
        Network network = new(TestTask.Specification, TestTask.Backend);
        network.Load(TestTask.Start.ToState());
        LoadedBlock[] loaded = [.. Member.Blocks.Select(network.Load)];
        Sequence<int> order = BatchOrder.From(Member.Plan.Seed, loaded.Length, Member.Plan.Steps);
        long loss = 0;
        List<TranscriptLeaf> leaves = [new(0, network.Save().Digest, 0)];
        for (int step = 0; step < Member.Plan.Steps; step++)
        {
            loss += step == skipped ? 0 : network.Step(loaded[order[step]], (ulong)step);
            if ((step + 1) % Member.Plan.CheckpointEvery == 0 || step + 1 == Member.Plan.Steps)
            {
                leaves.Add(new TranscriptLeaf(step + 1, network.Save().Digest, loss));
            }
        }

        ModelState final = network.Save();
        Transcript transcript = Member.Run.Transcript with { Leaves = Sequence.From(leaves) };
        return new TrainingRun(final, transcript, ModelUpdate.Between(TestTask.Start, final.ToWeights()));
    }

    private static Refusal Expect(ReasonCode code, ReplayTask task)
    {
        Result<ReplayVerdict> result = TestTask.Verify(task);
        Assert.False(result.IsOk);
        Assert.Equal(code, result.Refusal!.Code);
        return result.Refusal;
    }
}
