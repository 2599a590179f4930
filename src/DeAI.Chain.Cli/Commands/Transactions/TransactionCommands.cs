using System.CommandLine;
using System.Text.Json.Nodes;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Transactions.Messages;
using DeAI.Chain.Client;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives.Encoding;
using Command = System.CommandLine.Command;

namespace DeAI.Chain.Cli.Commands.Transactions;

/// <summary><c>deai tx</c>: signs a transaction and waits until it is final.</summary>
internal static class TransactionCommands
{
    public static Command Create(CommandFactory factory) =>
        CommandFactory.Group(
            "tx", "Sign a transaction, and wait until it is final.",
            [
                .. AccountMessages.All(factory), .. RegistryMessages.All(factory), ConsentMessages.Group(factory), FederationMessages.Group(factory),
                BountyMessages.Group(factory), ModelMessages.Group(factory), GovernanceMessages.Group(factory), AccountabilityMessages.Group(factory),
                Raw(factory),
            ]);

    private static Command Raw(CommandFactory factory)
    {
        NodeConnection connection = new();
        FinalityWaiting waiting = new(connection);
        Argument<string> hex = new("transaction") { Description = "A signed transaction in its canonical encoding, in hexadecimal; - reads it from the standard input." };
        return factory.Make("raw", "Submit a transaction that was signed elsewhere or before, as it is, and wait until it is final. It may be repeated.", [hex, .. waiting.Symbols, .. connection.Symbols], context => connection.Use(context, async client =>
        {
            string text = context.Get(hex) == "-" ? await Console.In.ReadToEndAsync(context.Stop) : context.Get(hex);
            byte[] bytes;
            try
            {
                bytes = Convert.FromHexString(text.Trim());
            }
            catch (FormatException)
            {
                throw CliException.Usage("The transaction is not in hexadecimal");
            }

            SignedTransaction signed = Canonical.Decode<SignedTransaction>(bytes).OrFail("give the whole transaction as it was signed");
            Transaction final = await waiting.RunAsync(context, client, options => new TransactionFollower(client, options).FollowAsync(signed, context.Stop));
            JsonObject json = ProtoJson.Of(new SubmitAndWaitResponse { Id = final.Id, Transaction = final });
            context.Output.Write(json, writer => ProtoJson.WriteText(json, writer));
            return ExitCode.Done;
        }));
    }
}
