using ActorGaze.Tests.Chaos;

return args switch
{
    ["worker", var order, ..] => await Child.WorkAsync(ChildOrder.Parse(order)),
    ["child", var order] => await Child.RunAsync(ChildOrder.Parse(order)),
    _ => await Parent.RunAsync(args),
};
