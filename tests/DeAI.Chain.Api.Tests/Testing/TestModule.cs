using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Api.Tests.Testing;

/// <summary>The native modules and one more whose only message changes the validators, so that tests can cross epochs.</summary>
public sealed class TestCatalog : IModuleCatalog
{
    // Making it runs the kernels' known answers: once is enough for all tests.
    private static readonly ModuleCatalog Native = ModuleCatalog.Create();

    public IReadOnlyList<IModule> Modules => [.. Native.Modules, new TestModule()];

    public ITransactionGate Gate => Native.Gate;
}

public sealed class TestModule : IModule
{
    public static readonly ModuleId Number = new(99);

    public ModuleId Id => Number;

    public string Name => "test";

    public IReadOnlyList<IMessageHandler> Handlers => [new RotateHandler(), new PaddingHandler()];

    public IReadOnlyList<ParameterDefinition> Parameters => [];

    public IReadOnlyList<IInvariant> Invariants => [];

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state) => Result.Ok;

    public void BeginBlock(ApplyContext context)
    {
    }

    public void EndBlock(ApplyContext context)
    {
        if (context.Block.Height.Value % 5 == 0)
        {
            context.Emit("test.fifth", new EventAttribute("height", context.Block.Height.ToString()));
        }
    }
}

public sealed record SetValidators(ValidatorSet Validators) : ICanonical<SetValidators>
{
    public void Encode(CanonicalWriter writer) => writer.Write(Validators);

    public static SetValidators Decode(ref CanonicalReader reader) => new(reader.Read<ValidatorSet>());
}

public sealed class RotateHandler : MessageHandler<SetValidators>
{
    public override ushort MessageType => 1;

    public override string Name => "set_validators";

    protected override Work WorkOf(SetValidators message) => new(1, 0);

    protected override Result Check(SetValidators message, ReadContext context) => Result.Ok;

    protected override void Apply(SetValidators message, ApplyContext context) => ValidatorSchedule.SetNext(context.State, message.Validators);
}

public sealed record Padding(Blob Bytes) : ICanonical<Padding>
{
    public void Encode(CanonicalWriter writer) => writer.Write(Bytes);

    public static Padding Decode(ref CanonicalReader reader) => new(reader.ReadBlob(1024 * 1024));
}

public sealed class PaddingHandler : MessageHandler<Padding>
{
    public override ushort MessageType => 2;

    public override string Name => "padding";

    protected override Work WorkOf(Padding message) => new(0, 0);

    protected override Result Check(Padding message, ReadContext context) => Result.Ok;

    protected override void Apply(Padding message, ApplyContext context)
    {
    }
}
