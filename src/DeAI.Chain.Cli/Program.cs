using DeAI.Chain.Cli;
using DeAI.Chain.Cli.Terminal;

return await CliProgram.RunAsync(args, CliEnvironment.OfProcess());
