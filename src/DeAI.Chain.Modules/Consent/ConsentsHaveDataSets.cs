using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent;

/// <summary>Every consent and every erasure is about a declared data set, whose owner is registered; nothing expired before it was given.</summary>
internal sealed class ConsentsHaveDataSets(IRegistry registry) : IInvariant
{
    public string Name => "consent.consents_have_data_sets";

    public Result Check(IStateReader state)
    {
        foreach (KeyValuePair<Hash256, DataSetRecord> dataSet in ConsentState.DataSets(state, default))
        {
            if (!registry.TryGetOrganisation(state, dataSet.Value.Owner, out _))
            {
                return Broken($"data set {dataSet.Key} belongs to missing organisation {dataSet.Value.Owner}");
            }
        }

        foreach (ConsentRow row in ConsentState.Consents(state, default))
        {
            if (!ConsentState.TryGetDataSet(state, row.DataSet, out _) || row.Record.ExpiresAt <= row.Record.GivenAt)
            {
                return Broken($"consent to '{row.Purpose}' for {row.DataSet}: {row.Record}");
            }
        }

        foreach (Hash256 dataSet in ConsentState.Erasures(state))
        {
            if (!ConsentState.TryGetDataSet(state, dataSet, out _))
            {
                return Broken($"erasure of missing data set {dataSet}");
            }
        }

        return Result.Ok;
    }

    private Result Broken(string detail) => Result.Refuse(new ReasonCode(Name), detail);
}
