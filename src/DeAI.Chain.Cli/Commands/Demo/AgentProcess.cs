using System.Diagnostics;
using DeAI.Chain.Cli.Commands.LocalNet;

namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>A member's agent: <c>deai agent run</c> in a process of its own, its output in a log.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>In the line that the agent writes once it is ready for tasks.</summary>
    private const string ReadyText = "Agent of organisation";

    private readonly Process _process;

    private AgentProcess(string member, string logFile, Process process)
    {
        Member = member;
        LogFile = logFile;
        _process = process;
    }

    public string Member { get; }

    public string LogFile { get; }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public static AgentProcess Start(string member, string configurationFile, string logFile)
    {
        Process process = OwnedProcess.Start(["agent", "run", "--config", configurationFile], logFile, Path.GetDirectoryName(configurationFile)!);
        return new AgentProcess(member, logFile, process);
    }

    /// <summary>Waits until it has read its data and found its account.</summary>
    public async Task WaitUntilReadyAsync(TimeSpan limit, CancellationToken cancel)
    {
        long started = Stopwatch.GetTimestamp();
        while (!File.Exists(LogFile) || !(await ReadLogAsync(cancel)).Contains(ReadyText, StringComparison.Ordinal))
        {
            if (HasEnded || Stopwatch.GetElapsedTime(started) > limit)
            {
                string what = HasEnded ? "ended before it was ready" : $"was not ready within {limit.TotalSeconds:F0} s";
                throw new DemoException($"{Member}'s agent {what}; its log is {LogFile}");
            }

            await Task.Delay(Poll, cancel);
        }
    }

    /// <summary>SIGTERM, and SIGKILL if that does not end it in time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited && Signals.Terminate(_process.Id))
        {
            using CancellationTokenSource limit = new(StopLimit);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }

    private async Task<string> ReadLogAsync(CancellationToken cancel)
    {
        await using FileStream stream = new(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync(cancel);
    }
}
