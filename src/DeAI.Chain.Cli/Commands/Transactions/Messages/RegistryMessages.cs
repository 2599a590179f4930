using System.CommandLine;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Keys;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Messages;
using Command = System.CommandLine.Command;

namespace DeAI.Chain.Cli.Commands.Transactions.Messages;

/// <summary>Messages of the module Registry.</summary>
internal static class RegistryMessages
{
    public static IEnumerable<Command> All(CommandFactory factory) =>
    [
        Message<RegisterOrganisation>(factory, "register-organisation", "Admit an organisation with its first account; for the role registrar.", RegisterOrganisation.Type, static fields =>
        {
            var name = fields.Text("--name", "What it is called on the chain.");
            var entity = fields.Text("--legal-entity", "Its identifier outside, such as an LEI.");
            var key = fields.Key("--first-key", "Of its first account.");
            var roles = fields.Roles();
            return values => new RegisterOrganisation(name(values), entity(values), key(values), roles(values));
        }),
        Message<RegisterAccount>(factory, "register-account", "Open an account of an organisation; for the role registrar.", RegisterAccount.Type, static fields =>
        {
            var organisation = fields.Organisation("--organisation", "Whose account.");
            var key = fields.Key("--new-key", "The new account's.");
            var roles = fields.Roles();
            return values => new RegisterAccount(organisation(values), key(values), roles(values));
        }),
        Message<RegisterNode>(factory, "register-node", "Record a node's key, so that peers let it connect; for the role registrar.", RegisterNode.Type, static fields =>
        {
            var organisation = fields.Organisation("--organisation", "Whose node.");
            var key = fields.Key("--node-key", "The node's.");
            var kind = fields.OneOf("--kind", "A seat comes by governance only.", NodeKind.Validator, NodeKind.Auditor);
            return values => new RegisterNode(organisation(values), key(values), kind(values));
        }),
        Message<SetRoles>(factory, "set-roles", "Grant and revoke roles of an account; for the role registrar.", SetRoles.Type, static fields =>
        {
            var account = fields.Account("--to", "Whose roles.");
            var grant = fields.Roles("--grant");
            var revoke = fields.Roles("--revoke");
            return values => new SetRoles(account(values), grant(values), revoke(values));
        }),
        Message<DeclareAffiliation>(factory, "affiliate", "Record that two organisations belong to one corporate group; for the role registrar.", DeclareAffiliation.Type, static fields =>
        {
            var first = fields.Organisation("--first", "One of them.");
            var second = fields.Organisation("--second", "The other.");
            return values => new DeclareAffiliation(first(values), second(values));
        }),
        Message<SetSuspension>(factory, "suspend", "Suspend an organisation, or lift that; for the role registrar.", SetSuspension.Type, static fields =>
        {
            var organisation = fields.Organisation("--organisation", "Which.");
            var suspended = fields.Choice("--on", "--lift", "Suspend it.");
            return values => new SetSuspension(organisation(values), suspended(values));
        }),
        Message<Exit>(factory, "exit", "Leave with the sender's whole organisation, for good; for the role delegate.", Exit.Type, static _ => static _ => new Exit()),
        RotateKey(factory),
    ];

    private static Command RotateKey(CommandFactory factory) => MessageCommand.MakeAsync<RotateKey>(
        factory, "rotate-key", "Have another key sign for the sender's account from now on; the new key proves itself.", ModuleIds.Registry,
        Modules.Registry.Messages.RotateKey.Type, static fields =>
        {
            Option<string> file = fields.Add(new Option<string>("--new-key") { Description = "The new key's keystore.", Required = true });
            Option<string?> passphrase = fields.Add(Passphrases.FileOption("--new-passphrase-file"));
            return async values =>
            {
                string path = values.Context.Get(file);
                NodeStatus status = await values.Client.Node.GetStatusAsync(new GetStatusRequest(), values.Context.Stop);
                using SigningKey key = KeyFiles.Open(path, Passphrases.Get(values.Context, passphrase, $"of {path}"));
                Hash256 digest = Modules.Registry.Messages.RotateKey.ProofDigest(new ChainId(new Bytes32(status.Chain.Span)), values.Sender());
                return new RotateKey(key.PublicKey, key.Sign(digest.ToArray()));
            };
        });

    private static Command Message<TMessage>(
        CommandFactory factory, string name, string description, ushort type, Func<MessageFields, Func<MessageValues, TMessage>> shape)
        where TMessage : Primitives.Encoding.ICanonical<TMessage> =>
        MessageCommand.Make(factory, name, description, ModuleIds.Registry, type, shape);
}
