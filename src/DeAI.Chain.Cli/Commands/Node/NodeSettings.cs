using System.CommandLine;
using DeAI.Chain.Node.Configuration;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>One flag for each setting of a node, and the configuration that they make with file and environment.</summary>
internal sealed class NodeSettings
{
    private readonly IReadOnlyList<Option<string?>> _flags =
    [
        .. NodeConfigurationLoader.Definitions.Select(static definition =>
            new Option<string?>("--" + definition.Name.Replace('_', '-')) { Description = definition.Description }),
    ];

    public Option<string> ConfigOption { get; } = new("--config") { Description = "The node's node.json.", Required = true };

    public IEnumerable<Symbol> Symbols => [ConfigOption, .. _flags];

    public NodeConfiguration Load(CommandContext context)
    {
        Dictionary<string, string> flags = new(StringComparer.Ordinal);
        for (int i = 0; i < _flags.Count; i++)
        {
            if (context.Get(_flags[i]) is { } value)
            {
                flags[NodeConfigurationLoader.Definitions[i].Name] = value;
            }
        }

        return NodeConfigurationLoader.Load(context.Get(ConfigOption), flags, context.Environment.Variable)
            .OrFail("deai node config --config FILE shows every setting and where it comes from");
    }
}
