using System.CommandLine;
using DeAI.Chain.Node.Configuration;
using Spectre.Console;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary><c>deai node config</c></summary>
internal static class NodeConfigCommand
{
    public static Command Create(CommandFactory factory)
    {
        NodeSettings settings = new();
        Option<bool> origin = new("--origin") { Description = "Also show where each value comes from." };
        return factory.Make("config", "Show a node's settings as they would be in force.", [.. settings.Symbols, origin], context =>
        {
            NodeConfiguration configuration = settings.Load(context);
            bool withOrigin = context.Get(origin);
            context.Output.Write(
                new
                {
                    settings = configuration.Settings.Select(setting => new
                    {
                        setting.Definition.Name,
                        setting.Value,
                        origin = withOrigin ? Describe(setting) : null,
                        setting.Definition.Description,
                    }),
                    peers = configuration.Peers.Select(static peer => new { key = peer.Key.ToString(), address = peer.Address.ToString() }),
                },
                _ => Show(context.Output, configuration, withOrigin));
            return ExitCode.Done;
        });
    }

    private static void Show(CliOutput output, NodeConfiguration configuration, bool withOrigin)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("setting", "value");
        if (withOrigin)
        {
            table.AddColumn("from");
        }

        foreach (SettingValue setting in configuration.Settings)
        {
            string[] row = [Markup.Escape(setting.Definition.Name), Markup.Escape(setting.Value), Describe(setting)];
            table.AddRow(withOrigin ? row : row[..2]);
        }

        output.Console.Write(table);
        output.Console.WriteLine($"{configuration.Peers.Count} peers");
    }

    private static string Describe(SettingValue setting) => setting.Origin switch
    {
        SettingOrigin.Flag => "flag --" + setting.Definition.Name.Replace('_', '-'),
        SettingOrigin.Environment => "environment " + setting.Definition.EnvironmentVariable,
        SettingOrigin.File => "file",
        _ => "default",
    };
}
