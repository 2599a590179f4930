using System.Diagnostics;
using System.Text.RegularExpressions;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>Runs damaged inputs through one decoder and watches.</summary>
internal sealed partial class Fuzzer(Decoder decoder, int seed)
{
    private const int MaxFaults = 5;

    private readonly Random _random = new(unchecked((seed * 397) ^ decoder.Name.Sum(static c => c)));
    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    public long Inputs { get; private set; }

    public long Accepted { get; private set; }

    public SortedSet<string> Reasons { get; } = new(StringComparer.Ordinal);

    /// <summary>Of all inputs the highest allocation above the bound's constant, per byte.</summary>
    public double MostPerByte { get; private set; }

    public long MostAllocated { get; private set; }

    /// <summary>Time spent in the decoder alone.</summary>
    public TimeSpan Busy { get; private set; }

    public TimeSpan Slowest { get; private set; }

    public int SlowestLength { get; private set; }

    public void Run(long inputs)
    {
        if (!WarmUp())
        {
            return;
        }

        Mutator mutator = new(decoder, _random);
        for (long i = 0; i < inputs && _faults.Count < MaxFaults; i++)
        {
            Try(mutator.Next());
        }
    }

    /// <summary>One input, with everything that is asked of every input.</summary>
    public void Try(byte[] input)
    {
        Inputs++;
        if (Attempt(input, out long allocated) is { } fault)
        {
            Record(input, fault);
            return;
        }

        if (allocated > decoder.Bound.For(input.Length))
        {
            // Once more: what a first use of something sets up is not what the input costs.
            fault = Attempt(input, out allocated);
            if (fault is not null || allocated > decoder.Bound.For(input.Length))
            {
                Record(input, fault ?? $"allocated {allocated} bytes, at most {decoder.Bound.For(input.Length)}");
                return;
            }
        }

        MostAllocated = Math.Max(MostAllocated, allocated);
        if (input.Length > 0)
        {
            MostPerByte = Math.Max(MostPerByte, (allocated - decoder.Bound.Constant) / (double)input.Length);
        }
    }

    private bool WarmUp()
    {
        if (decoder.Seeds.Count == 0)
        {
            Record([], "no valid input is known");
        }

        foreach (byte[] valid in decoder.Seeds)
        {
            long accepted = Accepted;
            if (Attempt(valid, out _) is { } wrong)
            {
                Record(valid, wrong);
            }
            else if (Accepted == accepted && !decoder.HasHardRules)
            {
                Record(valid, "a valid input is refused");
            }
        }

        Accepted = 0;
        Slowest = Busy = TimeSpan.Zero;
        return decoder.Seeds.Count > 0;
    }

    private string? Attempt(byte[] input, out long allocated)
    {
        allocated = 0;
        Refusal? refusal;
        try
        {
            long started = Stopwatch.GetTimestamp();
            long before = GC.GetAllocatedBytesForCurrentThread();
            refusal = decoder.Attempt(input);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Note(Stopwatch.GetElapsedTime(started), input.Length);
            if (refusal is null)
            {
                Accepted++;
                return decoder.CheckAccepted(input, _random);
            }
        }
        catch (Exception crash)
        {
            return $"{crash.GetType().Name}: {crash.Message} {crash.StackTrace?.Split('\n')[0].Trim()}";
        }

        Reasons.Add(refusal.Code.ToString());
        return !ReasonShape().IsMatch(refusal.Code.ToString()) ? $"the refusal has no reason: {refusal}"
            : refusal.Detail.Length > Refusal.MaxDetailLength ? $"the refusal's detail has {refusal.Detail.Length} characters"
            : null;
    }

    private void Note(TimeSpan took, int length)
    {
        Busy += took;
        if (took > Slowest)
        {
            Slowest = took;
            SlowestLength = length;
        }
    }

    private void Record(byte[] input, string what) => _faults.Add(new Fault(decoder.Name, input, what));

    [GeneratedRegex("^[a-z0-9_]+\\.[a-z0-9_.]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReasonShape();
}
