using System.CommandLine;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cli.Commands.Transactions.Messages;

/// <summary>Messages of the module Consent. The data never travels: the chain gets digests.</summary>
internal static class ConsentMessages
{
    public static Command Group(CommandFactory factory) => CommandFactory.Group(
        "consent", "Data sets and what they may be used for; for the role member.",
        Message<DeclareDataSet>(factory, "declare", "Commit to a data set of flights; the transaction's id becomes the data set's.", DeclareDataSet.Type, static fields =>
        {
            var root = fields.Id("--root", "The data set's Merkle root (the agent's journal has it).");
            var blocks = fields.Number("--blocks", "Blocks of 256 rows under the root.");
            var licence = fields.Text("--licence", "Under which it may be used, such as CC0-1.0.");
            return values => new DeclareDataSet(FlightSource.SchemaDigest, root(values), Narrow(blocks(values), "--blocks"), licence(values));
        }),
        Message<GiveConsent>(factory, "give", "Allow the use of a data set for a purpose.", GiveConsent.Type, static fields =>
        {
            var set = DataSet(fields);
            var purpose = fields.Text("--purpose", "What for, in lower snake case.");
            var task = fields.OptionalId("--task", "Only for this training task; without it for every task of the purpose.");
            var until = fields.Height("--until", "The last height at which it holds.");
            return values => new GiveConsent(set(values), purpose(values), task(values), until(values));
        }),
        Message<RevokeConsent>(factory, "revoke", "Take a consent back; it binds from the next block.", RevokeConsent.Type, static fields =>
        {
            var set = DataSet(fields);
            var purpose = fields.Text("--purpose", "As the consent names it.");
            var task = fields.OptionalId("--task", "As the consent names it.");
            return values => new RevokeConsent(set(values), purpose(values), task(values));
        }),
        Message<RequestErasure>(factory, "request-erasure", "Record that a data set has to be erased; nothing may use it from the next block on.", RequestErasure.Type, static fields =>
        {
            var set = DataSet(fields);
            var request = fields.Digest("--request", "The request.");
            return values => new RequestErasure(set(values), request(values));
        }),
        Message<CertifyErasure>(factory, "certify-erasure", "Certify that the rows are gone.", CertifyErasure.Type, static fields =>
        {
            var set = DataSet(fields);
            var certificate = fields.Digest("--certificate", "The certificate.");
            return values => new CertifyErasure(set(values), certificate(values));
        }));

    private static Func<MessageValues, Hash256> DataSet(MessageFields fields) => fields.Id("--data-set", "The data set's id.");

    private static uint Narrow(ulong number, string name) =>
        number <= uint.MaxValue ? (uint)number : throw CliException.Usage($"{number} is too much for {name}");

    private static Command Message<TMessage>(
        CommandFactory factory, string name, string description, ushort type, Func<MessageFields, Func<MessageValues, TMessage>> shape)
        where TMessage : ICanonical<TMessage> =>
        MessageCommand.Make(factory, name, description, ModuleIds.Consent, type, shape);
}
