using System.CommandLine;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Models.Messages;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cli.Commands.Transactions.Messages;

/// <summary>Messages of the module Models.</summary>
internal static class ModelMessages
{
    public static Command Group(CommandFactory factory) => CommandFactory.Group(
        "model", "Buy predictions; decide who may buy them and for how much.",
        Predict(factory),
        Message<Approve>(factory, "approve", "Let a version answer; for an approver of another organisation than its publisher's.", Approve.Type, static fields =>
        {
            var version = Version(fields);
            return values => new Approve(version(values));
        }),
        Message<Suspend>(factory, "suspend", "Stop a version: it answers nobody from the next block on; for the role approver.", Suspend.Type, static fields =>
        {
            var version = Version(fields);
            return values => new Suspend(version(values));
        }),
        Message<SetPrice>(factory, "set-price", "Set what a prediction costs; for the version's publisher.", SetPrice.Type, static fields =>
        {
            var version = Version(fields);
            var price = fields.Credits("--price", "Of one prediction.");
            return values => new SetPrice(version(values), price(values));
        }),
        Message<ReportOutcome>(factory, "report-outcome", "Say what happened to a flight that was asked about; for the buyer.", ReportOutcome.Type, static fields =>
        {
            var version = Version(fields);
            var prediction = fields.Id("--prediction", "The transaction that asked.");
            var delay = fields.SignedNumber("--delay-minutes", "How late it was; less than 0 for early.");
            return values => new ReportOutcome(version(values), prediction(values), delay(values));
        }));

    private static Command Predict(CommandFactory factory) => MessageCommand.MakeAsync<Predict>(
        factory, "predict", "Buy a prediction for one flight; for the role customer. The receipt's event models.predicted is the answer.", ModuleIds.Models,
        Modules.Models.Messages.Predict.Type, static fields =>
        {
            var version = Version(fields);
            var price = fields.Credits("--max-price", "Refused if it costs more: deai query quote tells.");
            Option<string?> features = fields.Add(new Option<string?>("--features") { Description = "The model's inputs, one byte each, in hexadecimal; or --data and --row." });
            Option<string?> data = fields.Add(new Option<string?>("--data") { Description = "A CSV file with the flight columns: the flights before the row are its history." });
            Option<int?> row = fields.Add(new Option<int?>("--row") { Description = "Which flight of --data, in order of departure from 1." });
            return async values =>
            {
                string? file = values.Context.Get(data);
                string? hex = values.Context.Get(features);
                if (hex is null == file is null || file is null != values.Context.Get(row) is null)
                {
                    throw CliException.Usage("What is asked about is not clear", "give either --features HEX, or --data FILE with --row N");
                }

                Blob input = hex is not null ? OfHex(hex) : await OfFileAsync(file!, values.Context.Get(row)!.Value, values.Context.Stop);
                return new Predict(version(values), input, price(values));
            };
        });

    private static async Task<Blob> OfFileAsync(string file, int row, CancellationToken stop)
    {
        EncodedFlights flights = (await FlightSource.ReadAsync(file, DateOnly.MaxValue, stop)).OrFail("the flight columns are date, delay, distance, origin, destination");
        return row >= 1 && row <= flights.Count
            ? Blob.CopyOf(Array.ConvertAll(flights.Row(row - 1).ToArray(), static value => unchecked((byte)value)))
            : throw CliException.Usage($"{file} has {flights.Count} flights, and none is number {row}");
    }

    private static Blob OfHex(string hex)
    {
        try
        {
            return new Blob(Convert.FromHexString(hex));
        }
        catch (FormatException)
        {
            throw CliException.Usage("--features is not in hexadecimal");
        }
    }

    private static Func<MessageValues, Hash256> Version(MessageFields fields) => fields.Id("--model", "The version's id: deai query models.");

    private static Command Message<TMessage>(
        CommandFactory factory, string name, string description, ushort type, Func<MessageFields, Func<MessageValues, TMessage>> shape)
        where TMessage : ICanonical<TMessage> =>
        MessageCommand.Make(factory, name, description, ModuleIds.Models, type, shape);
}
