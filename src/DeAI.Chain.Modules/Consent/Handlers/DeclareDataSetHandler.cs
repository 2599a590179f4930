using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.Events;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Modules.Consent.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent.Handlers;

internal sealed class DeclareDataSetHandler(IRegistry registry) : MessageHandler<DeclareDataSet>
{
    public override ushort MessageType => DeclareDataSet.Type;

    public override string Name => "declare_data_set";

    protected override Result CheckStateless(DeclareDataSet message)
    {
        if (message.Schema.IsDefault || message.Root.IsDefault)
        {
            return Result.Refuse(Errors.BadDigest, "schema or root is all zeros");
        }

        return message.Blocks > 0 && ModuleChecks.IsPrintable(message.Licence)
            ? Result.Ok
            : Result.Refuse(Errors.BadDataSet, $"{message.Blocks} blocks under licence '{message.Licence}'");
    }

    protected override Work WorkOf(DeclareDataSet message) => new(StateWrites: 1, MultiplyAccumulates: 0);

    protected override Result Check(DeclareDataSet message, ReadContext context) =>
        new(registry.Require(context.State, context.Sender, Role.Member).Refusal);

    protected override void Apply(DeclareDataSet message, ApplyContext context)
    {
        OrganisationId owner = registry.Require(context.State, context.Sender, Role.Member).Value.Organisation;
        DataSetRecord record = new(owner, message.Root, message.Blocks, message.Schema, message.Licence);
        ConsentState.PutDataSet(context.State, context.Transaction, record);
        ConsentEvents.DataSetDeclared(context, owner, message);
    }
}
