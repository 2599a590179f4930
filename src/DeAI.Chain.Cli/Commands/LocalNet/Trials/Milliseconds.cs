namespace DeAI.Chain.Cli.Commands.LocalNet.Trials;

/// <summary>Measured times, in whole milliseconds.</summary>
public sealed record Milliseconds(int Count, long P50, long P90, long P99, long Max)
{
    public static Milliseconds Of(IEnumerable<TimeSpan> times)
    {
        long[] sorted = [.. times.Select(static time => (long)time.TotalMilliseconds).Order()];
        long At(int percent) => sorted.Length == 0 ? 0 : sorted[(sorted.Length - 1) * percent / 100];
        return new Milliseconds(sorted.Length, At(50), At(90), At(99), At(100));
    }

    public override string ToString() => $"p50 {P50} ms, p90 {P90} ms, p99 {P99} ms, longest {Max} ms ({Count})";
}
