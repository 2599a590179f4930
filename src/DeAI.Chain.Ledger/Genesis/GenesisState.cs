using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Genesis;

/// <summary>Block 0: the state that a genesis file stands for, and its header.</summary>
public static class GenesisState
{
    /// <returns>The block at height 0, or a code of <see cref="GenesisErrors"/> or of a module.</returns>
    public static Result<ExecutedBlock> Build(GenesisDocument document, IModuleCatalog catalog) => Build(document, new CatalogIndex(catalog));

    /// <inheritdoc cref="Build(GenesisDocument, IModuleCatalog)"/>
    public static Result<ExecutedBlock> Build(GenesisDocument document, CatalogIndex catalog)
    {
        StateOverlay state = new(EmptyState.Instance);
        ValidatorSchedule.SetCurrent(state, document.Validators);
        ValidatorSchedule.SetNext(state, document.Validators);
        Hash256 beacon = Beacon.Genesis(document.Chain);
        Beacon.Set(state, beacon);
        History.Set(state, MerkleMountainRange.Empty);

        Result filled = SetParameters(document, catalog, state);
        filled = filled.IsOk ? InitialiseModules(document, catalog, state) : filled;
        if (filled.Refusal is { } refusal)
        {
            return Result.Refuse<ExecutedBlock>(refusal);
        }

        // A module cannot close epoch 0 at its start: genesis is agreed on outside the chain, by all of its validators.
        if (ValidatorSchedule.Next(state) != document.Validators || ValidatorSchedule.Current(state) != document.Validators)
        {
            return Result.Refuse<ExecutedBlock>(GenesisErrors.ModuleFailed, "a module changed the validators of genesis");
        }

        return Result.Of(Seal(document, catalog, state, beacon));
    }

    /// <summary>Every parameter is written, defaults too: a later version of the software cannot change one by changing its default.</summary>
    private static Result SetParameters(GenesisDocument document, CatalogIndex catalog, StateOverlay state)
    {
        foreach (GenesisParameter parameter in document.Parameters.Span)
        {
            ParameterDefinition? definition = catalog.Parameters.FirstOrDefault(
                known => string.Equals(known.Name, parameter.Name, StringComparison.Ordinal));
            if (definition is null)
            {
                return Result.Refuse(GenesisErrors.UnknownParameter, $"parameters.{parameter.Name}");
            }

            if (parameter.Value < definition.Min || parameter.Value > definition.Max)
            {
                return Result.Refuse(
                    GenesisErrors.ParameterOutOfBounds,
                    $"parameters.{parameter.Name}: {parameter.Value} is outside {definition.Min}..{definition.Max}");
            }

            ParameterStore.Set(state, definition, parameter.Value);
        }

        ulong rules = RuleVersions.InForce(state);
        if (rules > catalog.NewestRules)
        {
            return Result.Refuse(
                GenesisErrors.ParameterOutOfBounds,
                $"parameters.{LedgerParameters.RuleVersion.Name}: this program knows rule versions up to {catalog.NewestRules}");
        }

        foreach (ParameterDefinition definition in catalog.Parameters.Where(definition => definition.Since <= rules))
        {
            ParameterStore.Set(state, definition, ParameterStore.Get(state, definition));
        }

        return Result.Ok;
    }

    private static Result InitialiseModules(GenesisDocument document, CatalogIndex catalog, StateOverlay state)
    {
        foreach (string name in document.Modules)
        {
            if (!catalog.Catalog.Modules.Any(module => string.Equals(module.Name, name, StringComparison.Ordinal)))
            {
                return Result.Refuse(GenesisErrors.UnknownModule, $"modules.{name}");
            }
        }

        foreach (IModule module in catalog.ModulesUnder(RuleVersions.InForce(state)))
        {
            try
            {
                Result initialised = module.InitialiseGenesis(document.SectionOf(module.Name), state);
                if (!initialised.IsOk)
                {
                    return initialised;
                }
            }
            catch (Exception defect) when (defect is not OutOfMemoryException)
            {
                return Result.Refuse(GenesisErrors.ModuleFailed, $"modules.{module.Name}: {defect.GetType().Name}: {defect.Message}");
            }
        }

        return Result.Ok;
    }

    private static ExecutedBlock Seal(GenesisDocument document, CatalogIndex catalog, StateOverlay state, Hash256 beacon)
    {
        WriteSet writes = state.ToWriteSet();
        TreeUpdate tree = StateTree.Apply(new MemoryNodeStore(), parent: null, version: 0, writes.Changes);
        Hash256 validators = ValidatorSchedule.HashOf(document.Validators);
        BlockHeader header = new(
            document.Chain,
            default,
            default,
            default,
            default,
            document.TimeMs,
            CountedRoot.Of(CountedRoot.TransactionsDomain, default),
            tree.Root,
            ReceiptTree.Root([], BlockEvents.Empty),
            MerkleMountainRange.Empty.Root,
            validators,
            validators,
            catalog.ParametersHash(state, RuleVersions.InForce(state)),
            default,
            default);
        return new ExecutedBlock(header, header.Digest, [], writes, tree, [], BlockEvents.Empty, beacon);
    }
}
