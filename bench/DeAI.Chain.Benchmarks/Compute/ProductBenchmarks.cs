using BenchmarkDotNet.Attributes;
using DeAI.Chain.Compute;

namespace DeAI.Chain.Benchmarks.Compute;

/// <summary>The three products of a 128 x 64 layer at batch 256: 4.2 million operations each.</summary>
[InProcess] // the project that would be generated for a process of its own inherits this solution's closed references and does not build
[WarmupCount(2)]
[IterationCount(5)]
public class ProductBenchmarks
{
    private readonly int[] _left = new int[256 * 128];
    private readonly int[] _right = new int[256 * 128];
    private readonly int[] _result = new int[256 * 128];
    private ITensorBackend _backend = null!;

    [ParamsSource(nameof(Backends))]
    public string Backend { get; set; } = string.Empty;

    public static IEnumerable<string> Backends =>
        BackendSelector.All.Where(backend => backend.IsSupported && backend is not ScalarBackend).Select(backend => backend.Name);

    [GlobalSetup]
    public void Setup() => _backend = BackendSelector.All.Single(backend => backend.Name == Backend);

    [Benchmark]
    public void Forward() => _backend.Multiply(PairProduct.RowMajor(256, 64, 64), _left, _right, _result);

    [Benchmark]
    public void GradientBelow() => _backend.Multiply(PairProduct.RowMajor(256, 128, 32), _left, _right, _result);

    [Benchmark]
    public void GradientOfWeights() => _backend.Multiply(PairProduct.Transposed(128, 64, 128), _left, _right, _result);
}
