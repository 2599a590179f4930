using System.ComponentModel;
using System.Diagnostics;
using DeAI.Chain.Api.Tests.Testing;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Xunit.Abstractions;

namespace DeAI.Chain.Api.Tests;

/// <summary>A client that nobody here wrote: Python's grpcio, from the system's packages.</summary>
public sealed class ForeignClientTests(ITestOutputHelper output)
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public async Task Grpcio_ReflectsCallsStreamsAndReadsErrors()
    {
        if ((await RunAsync("-c", "import grpc, google.protobuf")).ExitCode != 0)
        {
            output.WriteLine($"Skipped: {Python} with the packages grpcio and protobuf is not here.");
            return;
        }

        await using ApiServer server = await ApiServer.StartAsync(autoSeal: true);
        server.Backend.Seal();
        server.Backend.Seal();
        string set = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(set, new FileDescriptorSet
            {
                File = { FileDescriptorProto.Parser.ParseFrom(Grpc.Reflection.V1Alpha.ReflectionReflection.Descriptor.SerializedData) },
            }.ToByteArray());

            (int exitCode, string text) = await RunAsync(
                Path.Combine(AppContext.BaseDirectory, "Foreign", "client.py"), $"127.0.0.1:{server.Address.Port}", set,
                Hex(server.Chain.Transfer(1, 1)), Hex(server.Chain.Transfer(1, 2)));

            output.WriteLine(text);
            Assert.True(exitCode == 0, text);
            Assert.EndsWith("done", text.TrimEnd());
        }
        finally
        {
            File.Delete(set);
        }
    }

    private static string Hex(SignedTransaction transaction) => Convert.ToHexStringLower(Canonical.Encode(transaction));

    private static async Task<(int ExitCode, string Text)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONUNBUFFERED"] = "1";
        start.Environment["NO_PROXY"] = "*";
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            // No Python on this system: the caller says that it skips.
            return (-1, "");
        }

        using (process)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            Task<string> printed = process!.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            try
            {
                await process.WaitForExitAsync(limit.Token);
                string text = await errors + await printed;
                return (process.ExitCode, text);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }
}
