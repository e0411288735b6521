import{a as t}from"./chunk-ZK3DCKVC.js";function g(r,n={}){return(t[r]??r).replace(/\{(\w+)\}/g,(e,i)=>String(n[i]??e))}export{g as a};
