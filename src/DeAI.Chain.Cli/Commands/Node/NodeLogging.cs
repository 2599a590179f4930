using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>One JSON object for each event on the standard error stream: collectors read it as it is.</summary>
internal static class NodeLogging
{
    public static ILoggerFactory Create(LogLevel level) => LoggerFactory.Create(builder =>
    {
        builder.SetMinimumLevel(level);
        builder.AddFilter("Microsoft", LogLevel.Warning);
        builder.AddJsonConsole(static options =>
        {
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            static options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    });
}
