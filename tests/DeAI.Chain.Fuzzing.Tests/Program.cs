using System.Diagnostics;
using System.Globalization;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>As many inputs as asked, over all decoders; prints a table. See the README for the options.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        long count = Option(args, "--count", 100_000);
        int seed = (int)Option(args, "--seed", 1);
        string only = args.SkipWhile(static arg => arg != "--only").Skip(1).FirstOrDefault(string.Empty);
        Decoder[] decoders = [.. DecoderCatalogue.All.Where(decoder => decoder.Name.Contains(only, StringComparison.OrdinalIgnoreCase))];
        double shares = decoders.Sum(static decoder => 1.0 / decoder.Rarity);
        Stopwatch clock = Stopwatch.StartNew();
        long inputs = 0;
        List<Fault> faults = [];
        Console.WriteLine($"{decoders.Length} decoders, {count} inputs, seed {seed}");
        Console.WriteLine("decoder | inputs | accepted | reasons | most bytes | per byte above the constant | us each | slowest ms (bytes)");
        foreach (Decoder decoder in decoders)
        {
            Fuzzer fuzzer = new(decoder, seed);
            fuzzer.Run((long)Math.Ceiling(count / shares / decoder.Rarity));
            inputs += fuzzer.Inputs;
            faults.AddRange(fuzzer.Faults);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{decoder.Name} | {fuzzer.Inputs} | {fuzzer.Accepted} | {fuzzer.Reasons.Count} | {fuzzer.MostAllocated} | {fuzzer.MostPerByte:F1} | {fuzzer.Busy.TotalMicroseconds / Math.Max(1, fuzzer.Inputs):F2} | {fuzzer.Slowest.TotalMilliseconds:F1} ({fuzzer.SlowestLength})"));
            foreach (Fault fault in fuzzer.Faults)
            {
                Console.WriteLine($"FAULT {fault}");
            }
        }

        Console.WriteLine($"{inputs} inputs in {clock.Elapsed:c}, {faults.Count} faults");
        return faults.Count == 0 ? 0 : 1;
    }

    private static long Option(string[] args, string name, long otherwise) =>
        long.TryParse(args.SkipWhile(arg => arg != name).Skip(1).FirstOrDefault(), CultureInfo.InvariantCulture, out long value) ? value : otherwise;
}
