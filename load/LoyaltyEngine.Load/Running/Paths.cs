namespace LoyaltyEngine.Load.Running;

/// <summary>The methods called.</summary>
internal static class Paths
{
    public const string Earn = "/loyalty.v1.TillService/EarnPoints";
    public const string Balance = "/loyalty.v1.TillService/GetBalance";
    public const string Enrol = "/loyalty.v1.MemberService/EnrolMember";
    public const string Info = "/loyalty.v1.ServerService/GetServerInfo";
    public const string Echo = "/loyalty.load.v1.EchoService/Echo";
    public const string Empty = "/loyalty.load.v1.EchoService/Empty";
}
