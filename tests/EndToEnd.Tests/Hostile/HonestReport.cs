using System.Globalization;

namespace EndToEnd.Tests.Hostile;

/// <summary>How an honest client fared.</summary>
/// <param name="Latencies">From signing to finality, in milliseconds.</param>
internal sealed record HonestReport(IReadOnlyList<double> Latencies, IReadOnlyList<string> Failures)
{
    public double At(double share)
    {
        double[] sorted = [.. Latencies.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Latencies.Count} final, {Failures.Count} failed, p50 {At(0.5):F0} ms, p99 {At(0.99):F0} ms");
}
