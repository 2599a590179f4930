using System.Diagnostics;
using DeAI.Chain.Primitives.Encoding;
using Xunit.Abstractions;

namespace DeAI.Chain.Primitives.Tests;

public sealed class PythonCrossCheckTests(ITestOutputHelper output)
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import sys, msgpack
        for line in sys.stdin:
            value = msgpack.unpackb(bytes.fromhex(line), raw=False, strict_map_key=True)
            print(msgpack.packb(value, use_bin_type=True).hex())
        """;

    /// <summary>Another implementation reads what we write, and its own (shortest) form is ours byte for byte.</summary>
    [Fact]
    public async Task Encode_Anything_PythonWritesTheSameBytes()
    {
        if (!await HasMessagePackAsync())
        {
            output.WriteLine("skipped: /usr/bin/python3 with msgpack is not there (Debian package python3-msgpack).");
            return;
        }

        Random random = new(1);
        List<string> encodings = [];
        foreach (int length in new[] { 0, 1, 15, 16, 31, 32, 255, 256, 1000, 65535, 65536 })
        {
            encodings.Add(Hex(Sample.Example(new string('ü', length / 2), length, Math.Min(length, 300))));
        }

        for (int i = 0; i < 500; i++)
        {
            long number = random.NextInt64() >> random.Next(64);
            encodings.Add(Hex(Sample.Example("x", 1, 1) with { Signed = -number, Unsigned = (ulong)number, Small = (int)number >> random.Next(32) }));
        }

        string answer = await RunAsync(Script, string.Join('\n', encodings));
        Assert.Equal(encodings, answer.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Hex(Sample sample) => Convert.ToHexStringLower(Canonical.Encode(sample));

    private static async Task<bool> HasMessagePackAsync() =>
        File.Exists(Python) && (await RunAsync("import importlib.util as u; print(u.find_spec('msgpack') is not None)", "")).Trim() == "True";

    private static async Task<string> RunAsync(string script, string input)
    {
        using Process process = Process.Start(new ProcessStartInfo(Python, ["-c", script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Task<string> answer = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        string text = await answer;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return text;
    }
}
