using System.Diagnostics;

namespace DeAI.Chain.Load;

/// <summary>Processor time that processes have used, for the difference of two readings.</summary>
/// <param name="Nodes">All nodes on this machine together.</param>
/// <param name="Client">This process.</param>
internal sealed record ProcessorTime(TimeSpan Nodes, TimeSpan Client)
{
    /// <summary>A node that has ended counts nothing; then the committed rate tells enough.</summary>
    public static ProcessorTime Read(IReadOnlyList<int> nodes)
    {
        TimeSpan total = TimeSpan.Zero;
        foreach (int id in nodes)
        {
            try
            {
                using Process process = Process.GetProcessById(id);
                total += process.TotalProcessorTime;
            }
            catch (Exception ended) when (ended is ArgumentException or InvalidOperationException)
            {
                continue;
            }
        }

        return new ProcessorTime(total, Environment.CpuUsage.TotalTime);
    }

    public ProcessorTime Since(ProcessorTime earlier) => new(Nodes - earlier.Nodes, Client - earlier.Client);
}
