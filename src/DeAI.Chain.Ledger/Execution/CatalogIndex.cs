using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>A catalogue made ready for lookups, and found consistent. Make it once for a node.</summary>
public sealed class CatalogIndex
{
    private readonly Dictionary<uint, IMessageHandler> _handlers = [];
    private readonly SortedDictionary<ushort, ulong> _since = [];

    /// <exception cref="ArgumentException">Two modules or messages share a number or a name, or a module takes the ledger's own number.</exception>
    /// <param name="newestRules">The newest rule version that the modules know.</param>
    public CatalogIndex(IModuleCatalog catalog, ulong newestRules = RuleVersions.Newest)
    {
        Catalog = catalog;
        NewestRules = newestRules;
        SortedSet<string> names = new(StringComparer.Ordinal);
        SortedDictionary<string, ParameterDefinition> parameters = new(StringComparer.Ordinal);
        AddParameters(parameters, LedgerParameters.All);
        foreach (IModule module in catalog.Modules)
        {
            if (module.Id == SystemTables.Module || !_since.TryAdd(module.Id.Value, module.Since) || !names.Add(module.Name))
            {
                throw new ArgumentException($"Module {module.Id} ({module.Name}) has a number or name that is taken.", nameof(catalog));
            }

            AddHandlers(module);
            AddParameters(parameters, module.Parameters);
        }

        Parameters = [.. parameters.Values];
    }

    public IModuleCatalog Catalog { get; }

    /// <summary>Blocks under a later rule version can be neither built nor executed with this catalogue.</summary>
    public ulong NewestRules { get; }

    /// <summary>The ledger's and all modules' parameters of every version, in ascending order of name (by code unit).</summary>
    public IReadOnlyList<ParameterDefinition> Parameters { get; }

    /// <summary>The modules that are there under a rule version, in catalogue order.</summary>
    public IEnumerable<IModule> ModulesUnder(ulong rules) => Catalog.Modules.Where(module => module.Since <= rules);

    /// <param name="rules">The rule version in force.</param>
    /// <returns>Refused: <see cref="LedgerErrors.UnknownModule"/>, <see cref="LedgerErrors.UnknownMessage"/>.</returns>
    public Result<IMessageHandler> Find(ModuleId module, ushort messageType, ulong rules)
    {
        if (_handlers.TryGetValue(KeyOf(module, messageType), out IMessageHandler? handler)
            && handler.Since <= rules
            && _since[module.Value] <= rules)
        {
            return Result.Of(handler);
        }

        return _since.TryGetValue(module.Value, out ulong since) && since <= rules
            ? Result.Refuse<IMessageHandler>(LedgerErrors.UnknownMessage, $"module {module} has no message {messageType}")
            : Result.Refuse<IMessageHandler>(LedgerErrors.UnknownModule, $"there is no module {module}");
    }

    /// <summary>
    /// What headers commit to: H("deai.parameters.v1", [[name, value]...]) over all parameters of the rule version, in ascending order of name.
    /// </summary>
    public Hash256 ParametersHash(IStateReader state, ulong rules)
    {
        List<ParameterDefinition> known = [.. Parameters.Where(definition => definition.Since <= rules)];
        CanonicalWriter writer = new(4096);
        writer.WriteArrayHeader(known.Count);
        foreach (ParameterDefinition definition in known)
        {
            writer.WriteArrayHeader(2);
            writer.Write(definition.Name);
            writer.Write(ParameterStore.Get(state, definition));
        }

        return DomainHash.Of("deai.parameters.v1", writer.WrittenSpan);
    }

    private static uint KeyOf(ModuleId module, ushort messageType) => ((uint)module.Value << 16) | messageType;

    private static void AddParameters(SortedDictionary<string, ParameterDefinition> all, IReadOnlyList<ParameterDefinition> definitions)
    {
        foreach (ParameterDefinition definition in definitions)
        {
            if (definition.Min > definition.Default || definition.Default > definition.Max || !all.TryAdd(definition.Name, definition))
            {
                throw new ArgumentException($"The parameter {definition.Name} is defined twice or outside its bounds.", nameof(definitions));
            }
        }
    }

    private void AddHandlers(IModule module)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach (IMessageHandler handler in module.Handlers)
        {
            if (!_handlers.TryAdd(KeyOf(module.Id, handler.MessageType), handler) || !names.Add(handler.Name))
            {
                throw new ArgumentException($"{module.Name} has two messages {handler.MessageType} or {handler.Name}.", nameof(module));
            }
        }
    }
}
