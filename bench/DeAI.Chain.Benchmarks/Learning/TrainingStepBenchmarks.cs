using BenchmarkDotNet.Attributes;
using DeAI.Chain.Compute;
using DeAI.Chain.Learning;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Benchmarks.Learning;

/// <summary>One training step at batch 256, which is also one step of replay: steps per second and core are its inverse.</summary>
[InProcess] // the project that would be generated for a process of its own inherits this solution's closed references and does not build
[WarmupCount(2)]
[IterationCount(5)]
public class TrainingStepBenchmarks
{
    private const int Steps = 100;

    private ModelSpecification _specification = null!;
    private ModelWeights _start = null!;
    private TrainingPlan _plan = null!;
    private DataBlock[] _blocks = null!;
    private ITensorBackend _backend = null!;

    /// <summary>Features and hidden layers.</summary>
    [Params("64-128-64", "44-64-32")]
    public string Shape { get; set; } = string.Empty;

    [ParamsSource(nameof(Backends))]
    public string Backend { get; set; } = string.Empty;

    public static IEnumerable<string> Backends =>
        BackendSelector.All.Where(backend => backend.IsSupported && backend is not ScalarBackend).Select(backend => backend.Name);

    [GlobalSetup]
    public void Setup()
    {
        int[] widths = [.. Shape.Split('-').Select(int.Parse), 2];
        _backend = BackendSelector.All.Single(backend => backend.Name == Backend);
        _specification = ModelSpecification.Create(widths, [new LearningRateStep(0, 16, 8)]);
        byte[] seed = new byte[Bytes32.Length];
        seed[0] = 1;
        _start = InitialWeights.From(_specification, new Hash256(seed));
        _plan = new TrainingPlan(new Hash256(seed), 0, Steps, Steps);
        Random random = new(1);
        _blocks = [.. Enumerable.Range(0, 16).Select(_ => Block(random, widths[0]))];
    }

    /// <summary>With the two leaves of the transcript and the layout of the blocks, spread over 100 steps.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public TrainingRun Step() => Trainer.Run(_specification, _backend, _start, _plan, _blocks);

    private static DataBlock Block(Random random, int features)
    {
        sbyte[] values = [.. Enumerable.Range(0, ModelSpecification.BatchRows * features).Select(_ => (sbyte)random.Next(-127, 128))];
        return DataBlock.Create(values, [.. Enumerable.Range(0, ModelSpecification.BatchRows).Select(_ => random.Next(-30, 60))]);
    }
}
