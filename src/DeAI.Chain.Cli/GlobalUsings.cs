global using DeAI.Chain.Cli.Terminal;
global using DeAI.Chain.Primitives;
